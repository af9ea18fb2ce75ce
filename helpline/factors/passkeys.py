"""Passkeys by the WebAuthn library; its words and its errors end in this file, which is why it is one.

Whoever holds the authenticator must also prove himself to it (PIN, finger, face): a passkey alone signs in. No
attestation is asked for: whose authenticator somebody likes is not our business.
"""

import msgspec
import webauthn
from msgspec import Struct
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from helpline.factors.model import NewPasskey, Owner, Site

MILLISECONDS = 120_000
SERVICE = "Contact point"


class Unproven(Exception):
    """What came back proves nothing; why is nobody's business."""


class Credential(Struct, frozen=True):
    """The little we read ourselves, before the library reads all of it."""

    id: str
    response: dict[str, object]


class ClientData(Struct, frozen=True):
    challenge: str


def creation(site: Site, owner: Owner, challenge: bytes, known: list[bytes]) -> str:
    """What the browser needs to make a passkey, as JSON; authenticators that have one already refuse."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=SERVICE,
        user_id=owner.id.bytes,
        user_name=owner.sign_in_name,
        user_display_name=owner.display_name,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def request(site: Site, challenge: bytes, allowed: list[bytes]) -> str:
    """What the browser needs to use a passkey, as JSON; without `allowed`, whichever its owner chooses."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def read(credential: str) -> tuple[bytes, bytes]:
    """Which passkey it says it is, and which challenge it says it answers; neither is proven. Raises `Unproven`."""
    try:
        found = msgspec.json.decode(credential, type=Credential)
        said = base64url_to_bytes(str(found.response["clientDataJSON"]))
        challenge = msgspec.json.decode(said, type=ClientData).challenge
        return base64url_to_bytes(found.id), base64url_to_bytes(challenge)
    except (ValueError, KeyError) as problem:
        raise Unproven from problem


def made(credential: str, challenge: bytes, site: Site) -> NewPasskey:
    """A new passkey, verified. Raises `Unproven`."""
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as problem:  # A stranger's bytes: the library answers some of them with errors not its own.
        raise Unproven from problem
    return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)


def used(credential: str, challenge: bytes, site: Site, public_key: bytes, sign_count: int) -> int:
    """How often the passkey was used by now. Raises `Unproven`, also for a counter that went back: a copy."""
    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as problem:  # As above.
        raise Unproven from problem
    return found.new_sign_count
