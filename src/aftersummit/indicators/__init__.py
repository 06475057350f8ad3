"""Did anything move, and may we say that the promise moved it?

Official files become :class:`~aftersummit.model.Series` (``sources``, ``cube``,
``harmonise``); series become effects (``its``, ``synthetic``, ``structural``) that carry
their own doubts (``checks``); a target is held against its series (``status``). Everything
is a plain function of its inputs. Import the module you need: the ones that do
statistics load numpy and, inside functions, the ``analysis`` extra.
"""
