"""Another study's commitments and scores, kept in the project as that study's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from aftersummit.assessment import weighting
from aftersummit.assessment.aggregate import Weights
from aftersummit.assessment.mapping import bundled_mapping, read_mapping
from aftersummit.assessment.tables import Imported, Line, import_table
from aftersummit.codebooks.scales import Scheme
from aftersummit.errors import Conflict, UserError
from aftersummit.model import Citation, Commitment, Forum, Meeting, Ref
from aftersummit.project.clock import now
from aftersummit.store import Store, Writer


def read_table(file: Path, mapping: str, known: Scheme | None = None) -> Imported:
    """Another study's table, read by a bundled mapping or one in a TOML file.

    Args:
        known: the scales that the mapping may name; those of the program where left out.

    Raises:
        NotFound: no such mapping.
        UserError: a file cannot be read, or is no such table.
    """
    if mapping.endswith(".toml"):
        chosen = read_mapping(_bytes(Path(mapping)).decode("utf-8-sig"), Path(mapping).name, known)
    else:
        chosen = bundled_mapping(mapping)
    return import_table(_bytes(file), file.name, chosen)


def read_weights(file: Path) -> Weights:
    """The weights of a labelled variant of a mean, from a TOML file.

    Raises:
        UserError: it cannot be read, or is not sound.
    """
    return weighting.read_weights(_bytes(file).decode("utf-8-sig"), file.name)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {file} ({error.strerror})", "check the path") from error


def keep_imported(store: Store, found: Imported) -> int:
    """Write everything that was read, or nothing; returns how many records are new or changed.

    The same table again changes nothing.

    Raises:
        Conflict: another commitment stands at one of the addresses.
    """
    took_part = _took_part(found)
    commitments = [_described(found, line, took_part) for line in found.lines]
    cited = (Citation(found.mapping.source, found.mapping.title),)
    with store.write() as writer:
        _check_free(writer, found, commitments)
        at = now()
        places = {c.ref.meeting_ref: c for c in commitments if c.ref}
        forum = Forum(Ref.to_forum(found.mapping.forum), found.mapping.title, citations=cited)
        met = (_meeting(found, ref, cited, took_part) for ref in places)
        records: list[Forum | Meeting] = [forum, *met]
        changed = sum(writer.put(r, at=at) for r in records if not writer.taken(r.ref))
        changed += writer.put_all(commitments, at=at)
        changed += writer.put_all(list(found.scores()), at=at) if found.mapping.scale else 0
        writer.reserve({c.ref: c.ref for c in commitments if c.ref})
    return changed


def _described(found: Imported, line: Line, took_part: Mapping[str, list[str]]) -> Commitment:
    """The commitment with its source; it binds those whom the study scored at its meeting, so
    that a blank cell shows as not assessed."""
    source = Citation(found.mapping.source, f"{found.mapping.title}, line {line.number}")
    parties = tuple(took_part[line.filing.meeting])
    return replace(line.commitment, parties=parties, citations=(source,))


def _took_part(found: Imported) -> dict[str, list[str]]:
    """Meeting to the parties with a score at it."""
    inside: dict[str, dict[str, None]] = {}
    for line in found.lines:
        scored = (party for party, cell in line.cells if cell.state != "blank")
        inside.setdefault(line.filing.meeting, {}).update(dict.fromkeys(scored))
    return {meeting: sorted(parties) for meeting, parties in inside.items()}


def _meeting(
    found: Imported, ref: Ref, cited: tuple[Citation, ...], took_part: Mapping[str, list[str]]
) -> Meeting:
    return Meeting(
        ref=ref,
        name=f"{found.mapping.title}: {ref.meeting}",
        date=next(line.filing.year for line in found.lines if line.filing.meeting == str(ref)),
        participants=tuple(took_part[str(ref)]),
        confidence="reported",
        citations=cited,
    )


def _check_free(writer: Writer, found: Imported, commitments: list[Commitment]) -> None:
    for commitment in commitments:
        assert commitment.ref is not None
        there = writer.find(Commitment, commitment.ref)
        given = writer.root_of(commitment.ref) != commitment.ref
        if given or (there is not None and there.key != commitment.key):
            raise Conflict(
                f"{commitment.ref} is another commitment of this project, and {found.name} would "
                "take its address",
                "import the table into a project of its own, or give its mapping another forum",
            )
