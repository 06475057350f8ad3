"""Which words keep their full stop, in English, French and Spanish: our own lists.

A full stop after one of these is no sentence end, or only before certain words. The three
languages share one table: summit texts quote each other's titles ("Sr. Ebrard"), and a list
for one language does no harm in another.
"""

from __future__ import annotations


def words_of(listed: str) -> frozenset[str]:
    """The words of a list written out over several lines."""
    return frozenset(listed.split())


TITLES = words_of(
    """
    fmr dr mr mrs ms messrs mx prof hon rev fr gen adm amb capt cmdr col cpl lt maj sgt gov lt-gov
    pres sen rep reps sens sec sup supt insp vs cf viz v approx ca resp incl excl esp bros mt ft
    e.g i.e eg ie m mm mme mmes mlle mgr pr vve sr sra srta sres dra dres lic ing arq mtro
    mtra gral cnel cap cmdte tte d dña ud uds vd vds sto sta s.e s.a.r s.m h.e h.r.h h.m rt st
    ste hno hna excmo excma ilmo ilma p.ej p.e v.gr ej tél tel téléc dpto depto
    """
)
"""Always stand before what they belong to: never the end of a sentence."""

NUMBERED = words_of(
    """
    no nos nº n.º n.os núm nums núms num nr art arts artº artículo sect sec secs subsec par para
    paras ch chap chaps p pp pg pgs pág págs fig figs vol vols cl al ap inc annex app tab ser
    jan feb mar apr jun jul aug sep sept oct nov dec janv févr fév avr juil déc ene abr
    dic res doc docs stat reg cong ord ed eds caps tít tit lit pts c.f.r u.s.c h.r
    """
)
"""Stand before a number or a letter of an enumeration: no end there, an end before a word."""

MAYBE = words_of(
    """
    u.s u.k u.n e.u u.s.a d.c a.m p.m inc ltd co corp llc plc jr etc et al bv sa s.a s.a.s n.v
    govt dept assn intl natl univ ave blvd rd e.u.a ee.uu ee uu ee.uu.a rr dd.hh ff.aa cía hnos
    ph.d b.c a.d b.a m.a m.p.a j.d ll.m m.s b.s r.o.k d.p.r.k p.r.c r.d.c s.c c.v apdo
    a.c d.f n.b p.s op.cit ibid ibíd op cit sgd est edt
    """
)
"""Can close a sentence: an end only before a word that plainly opens one."""

OPENERS = words_of(
    """
    The This These Those That There Then Thus Therefore They Their It Its We Our You He His She
    Her Both Each Such Some Many Most Other Others All In On At As By For From With Within To
    Through Throughout Together Today Since While When Where Who What Why How If After Before
    During Because Although However Moreover Furthermore Additionally Building Recognizing Given
    And But Or So Yet Nor Not No Also Now Under Over Following Despite Without Until Once An A
    Le La Les L Un Une Des Du De Ce Cet Cette Ces Il Elle Ils Elles Nous Vous On Leur Leurs
    Notre Nos Dans En Pour Par Sur Avec Sans Sous Afin Ainsi Aussi Et Mais Ou Donc Car Si Lors
    Depuis Grâce Selon Chaque Tous Toutes Enfin Ensuite Puis Pendant
    El Los Las Lo Una Uno Unos Unas Este Esta Estos Estas Ese Esa Esos Esas Esto Eso Nosotros
    Ellos Ellas Nuestro Nuestra Nuestros Nuestras Su Sus Para Por Con Sin Sobre Según Desde Hasta
    Entre Durante Mediante También Además Asimismo Y Pero Se Al Del Cuando Como Donde Así Ambos
    Ambas Cada Todos Todas Hoy
    """
) - words_of("A Under L Y No Le La Les De Du Des Del All")
"""Words that, capitalised after an abbreviation, open a new sentence.

Left out are those that as often go on with a name ("U.S. Under Secretary", "J. R. de la O").
"""
