"""The register as a folder of pages that opens anywhere, without a network or a server."""

from aftersummit.publish.site.site import Site
from aftersummit.publish.site.status import STANDINGS, Standing, standing
from aftersummit.publish.site.write import write_site

__all__ = ["STANDINGS", "Site", "Standing", "standing", "write_site"]
