"""Pages of what a holder shows to others: collections, links, certificates, snippets."""

from flask import Blueprint

blueprint = Blueprint("sharing", __name__)
