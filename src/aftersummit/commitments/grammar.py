"""Small closed word classes that the clause reader and the signs rest on.

Open classes (what promises, weakens or asks) are data: ``codebooks/lexicon.toml``.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADVERBS = _words(
    """
    accordingly actively additionally again all already also always annually both closely
    collectively deeply directly each effectively especially firmly formally fully further
    furthermore hereby immediately jointly not now once only particularly proudly rapidly
    recently regularly resolutely significantly soon still strongly successfully then
    therefore thus today together unequivocally urgently warmly
    """
)

OPENERS = _words(
    """
    according acknowledging across additionally afin after against amid among as at avec
    based because before between beyond building by committed con conformément consistent
    dans depuis despite drawing durante during en finally following for furthermore given
    guided if in leveraging looking lors moreover noting on over para pour reaffirming
    recalling recognising recognizing since through throughout to today together toward
    towards tras under underscoring upon using when while with within working
    """
)

BE = _words(
    """
    am are be been being is was were
    """
)

HAVE = _words(
    """
    had has have having
    """
)

BLOCKERS = _words(
    """
    a all an and any as at both by continued each for from her his in into its joint more my
    new of on or other our strong such the their these this those through to under with your
    """
)

RELATIVE = _words(
    """
    as because how if that when where whereas whether which while who whose
    """
)

CHAIN = _words(
    """
    be been continue continued continues continuing remain remains to
    """
)

TAKES = _words(
    """
    $ NUM a all an both each efforts further her his it its more new our support that the
    their these this to together with
    """
)

NOUNS = _words(
    """
    aim aims appeal call calls demand demands direct grant grants hope hopes host mandate
    note notes plan plans pledge pledges request requests resolve share stress support
    supports target targets task value work
    """
)

VERBAL = _words(
    """
    agreed announce announced are be commit committed has have include includes including
    intend is plan pledged reaffirm shall was we were will
    """
)

PRONOUNS = _words(
    """
    he i it she that there these they this which you
    """
)

GOALS = _words(
    """
    ambition commitment commitments compromiso determination engagement goal intent
    intention plan plans pledge resolve volonté will willingness
    """
)

READY = _words(
    """
    able committed dedicated determined pleased poised prepared proud ready resolved set
    united willing
    """
)

STARTS = _words(
    """
    allocating announcing committing contributing creating donating entering establishing
    expanding inaugurating increasing initiating introducing investing joining launching
    pledging providing releasing
    """
)

LAUNCHED = _words(
    """
    announced created established inaugurated introduced launched
    """
)

VAGUE = _words(
    """
    a an democracy free international multilateralism open our peace principles rules-based
    shared sovereignty stand the two-state unity uphold values
    """
)

OWN = _words(
    """
    administrations agencies committee departments experts governments governors group
    ministers ministries ministry officials representatives secretaries sherpas sous-sherpas
    teams
    """
)

PHRASE_ENDS = _words(
    """
    ( ) about across against among as at between by for from in including into of on over
    such that through to toward towards under where which who whose with within – —
    """
)

TITLES = _words(
    """
    administrator adviser advisor ambassador chancellor coordinator dr governor king mayor
    minister ministers mr mrs ms premier president presidents prime prince queen
    representative secretaries secretary vice
    """
)

STEPS = _words(
    """
    action actions areas following include includes including initiatives measures outcomes
    steps
    """
)

NEWS = _words(
    """
    announcement announcements agreement appointment arrangement commencement commitment commitments
    completion conclusion contribution contributions creation decision decisions declaration
    development establishment finalization inauguration initiation initiative initiatives intent
    intention joining launch launching memorandum opening plan plans pledge pledges program project
    ratification signature signing start
    """
)

BARE_NOUNS = _words(
    """
    access approach benefit challenge change design exchange face finance focus force form function
    fund impact increase labor network order place point position practice process project report
    research result review state study supply test trade transport
    """
)

SCHEDULED = _words("scheduled anticipated slated planned due projected poised expected")

MONTHS = _words(
    """
    january february march april may june july august september october november december
    """
)

ISSUERS = _words(
    """
    we subject party empty i
    """
)

BACK = _words(
    """
    this these this-thing it they thing
    """
)

BOUND = _words(
    """
    committed agreed pledged decided resolved promised tasked
    """
)

TIMES = _words(
    """
    year month week june fall spring summer december may
    """
)

STAY = _words(
    """
    stand remain are stands remains is
    """
)

UNDER = _words(
    """
    as moment which while if when where because what
    """
)

INTENTS = _words(
    """
    intent intention goal commitment determination
    """
)

VOICING = _words(
    """
    share affirm affirmed reaffirm reaffirmed express expressed announce announced confirm
    confirmed reiterate reiterated have state stated voice voiced
    """
)

WEIGHTY = _words(
    """
    modal firm soft call stance
    """
)

POSSESSIVE = _words(
    """
    our their its his her my
    """
)

PLEDGES = _words(
    """
    that plans intent intention commitment commitments will
    """
)

VOWS = _words(
    """
    maintain maintained reassert reasserted restate restated confirm confirmed honor honour keep
    """
)

NEEDFUL = _words(
    """
    important essential necessary vital critical crucial imperative indispensable
    """
)

SAYING = _words(
    """
    answer begin come discuss find forget get go guess hear highlight know let look name preview
    question questions reflect remember say see speak speaking start stop talk tell think travel
    traveling turn wait
    """
)
