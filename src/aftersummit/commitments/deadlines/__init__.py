"""Time limits in a promise: the words, the EDTF date they mean and the days it spans.

A grammar of our own in English, French and Spanish. Relative words ("over the next five
years", "this fall") are counted from the document's date; without one they keep their words
and get no date.
"""

from aftersummit.commitments.deadlines.finding import Found, candidates, deadline, possible
from aftersummit.commitments.deadlines.intervals import bounds, day_of
from aftersummit.commitments.deadlines.meaning import meaning

__all__ = ["Found", "bounds", "candidates", "day_of", "deadline", "meaning", "possible"]
