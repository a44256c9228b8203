"""Signing in with an account from elsewhere."""

from flask import Blueprint

blueprint = Blueprint("outside", __name__)
