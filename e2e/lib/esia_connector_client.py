"""Drives `esia-connector` of PyPI as a site would: prints the address of a sign-in, or what came of it, as JSON."""

import json
import sys

from esia_connector.client import EsiaAuth, EsiaSettings
from esia_connector.exceptions import HttpError


def status(call):
    """What a call answers, or the status of its refusal."""
    try:
        return call()
    except HttpError as error:
        return error.args[0].response.status_code


def main():
    own = json.loads(sys.argv[1])
    auth = EsiaAuth(EsiaSettings(
        esia_client_id=own["client_id"],
        redirect_uri=own["redirect"],
        certificate_file=own["certificate"],
        private_key_file=own["key"],
        esia_service_url=own["url"],
        esia_scope=own["scope"],
        esia_token_check_key=own["token_key"],
    ))
    if sys.argv[2] == "url":
        print(json.dumps({"url": auth.get_auth_url()}))
        return
    person = auth.complete_authorization(sys.argv[3], sys.argv[4])
    print(json.dumps({
        "person": person.get_person_main_info(),
        "documents": person.get_person_documents(),
        "contacts": person.get_person_contacts(),
        "addresses": status(person.get_person_addresses),
    }))


main()
