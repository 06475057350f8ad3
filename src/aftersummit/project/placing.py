"""Where a span stands: its words, its section and, for a paginated source, page and boxes."""

from __future__ import annotations

from dataclasses import dataclass

from aftersummit import documents
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Box, Document, Ref
from aftersummit.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document, shown in place.

    Attributes:
        section: headings under which it stands, outermost first.
        pages: numbers of the pages that it touches; empty for a source without pages.
        boxes: one rectangle a line, in points from the top left corner of its page.
    """

    ref: Ref
    title: str
    quote: str
    section: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()


def place(store: Store, ref: Ref) -> Place:
    """The place at a document's span.

    Raises:
        NotFound: there is no such document, or its bytes are gone.
        UserError: the words are not held, or the span does not lie in them.
    """
    with store.read() as reader:
        document = reader.document(ref.document_ref)
    span = ref.span
    if document.text is None or span is None:
        raise UserError(f"the words of {ref} are not in this project", "add its file first")
    if span.end > len(document.text):
        raise UserError(
            f"{ref} does not lie in the text, which has {len(document.text)} characters",
            f"find the offsets with: aftersummit text {ref.document_ref} --find 'WORDS'",
        )
    return Place(
        ref=ref,
        title=document.title,
        quote=document.quote(span),
        section=tuple(s.title for s in document.sections if s.span.contains(span)),
        pages=tuple(page.number for page in document.pages if page.span.overlaps(span)),
        boxes=_boxes(store, document, ref),
    )


def page_image(store: Store, ref: Ref, number: int) -> bytes:
    """A page of a document's PDF as PNG.

    Raises:
        NotFound: there is no such document or page, or its bytes are gone.
    """
    from aftersummit.documents.page_images import page_image as draw

    with store.read() as reader:
        document = reader.get(Document, ref.document_ref)
    if not document.pages:
        raise NotFound(f"{ref.document_ref} has no pages", "only a PDF has")
    data = store.sources.path(document.source).read_bytes()
    return draw(data, document.title, number)


def _boxes(store: Store, document: Document, ref: Ref) -> tuple[Box, ...]:
    if not document.pages or ref.span is None:
        return ()
    path = store.sources.path(document.source)
    return tuple(documents.boxes(path.read_bytes(), document, ref.span))
