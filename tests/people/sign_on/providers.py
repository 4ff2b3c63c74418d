"""Sign-on providers played on loopback, over real HTTP; each checks what the real one would check."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

SECRET = "secret-of-the-test-suite-only"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
WHO = "u-77"


def certificate(key: rsa.RSAPrivateKey) -> str:
    """Return a self-signed certificate of the key, base64 of its DER."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    signed = made.not_valid_after(datetime(2046, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    return base64.b64encode(signed.public_bytes(serialization.Encoding.DER)).decode()


def pem(body: str) -> str:
    """Return a certificate with the lines that tools want around it."""
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"


class Providers:
    """One server that plays all of them. `facts` is what it says of the person; `faults` what it does wrong."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {"employee_no": "G10001"}
        self.faults: set[str] = set()
        self.calls: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self, "")

            def do_POST(self) -> None:
                outer.answer(self, self.rfile.read(int(self.headers["content-length"])).decode())

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close the server."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        """Find the one route of this path and answer with what it returns."""
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.calls.append(parts.path)
        route: Callable[..., Any] = self.ROUTES[parts.path]
        found = route(self, query, body, handler.headers)
        status, headers, text = 200, {"content-type": "application/json"}, ""
        if isinstance(found, str) and found.startswith("http"):
            status, headers = 302, {"location": found}
        elif isinstance(found, str):
            headers, text = {"content-type": "text/html"}, found
        else:
            text = json.dumps(found)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(text.encode())

    def page(self, query: dict[str, str], body: str, headers: Any) -> str:
        """Play the person who signs in and agrees, or does not."""
        back = query["redirect_uri"]
        if "cancelled" in self.faults:
            return f"{back}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = secrets.token_hex(8)
        self.codes[code] = query
        name = "authCode" if "prompt" in query else "code"
        return f"{back}?{urlencode({name: code, 'state': query['state']})}"

    def spend(self, code: str) -> dict[str, str]:
        """Return the request that the code was given for; a code works once."""
        return self.codes.pop(code)

    # OpenID Connect
    def discovery(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        begun = self.spend(asked["code"])
        proof = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).decode()
        assert proof.rstrip("=") == begun["code_challenge"]
        assert (asked["client_secret"], asked["redirect_uri"]) == (SECRET, begun["redirect_uri"])
        audience = "somebody-else" if "audience" in self.faults else "annuan"
        claims = {"iss": self.url, "aud": audience, "sub": WHO, "exp": time.time() + 60, "iat": time.time()}
        claims |= {"employee_number": self.facts["employee_no"]} if self.facts.get("employee_no") else {}
        claims |= {"email": self.facts.get("email"), "email_verified": False}
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k1"})
        answer = {"access_token": "at", "token_type": "Bearer", "expires_in": 60}
        return answer if "no_id_token" in self.faults else answer | {"id_token": signed}

    def userinfo(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert headers["authorization"] == "Bearer at"
        sub = "somebody-else" if "subject" in self.faults else WHO
        number = self.facts.get("employee_no")
        return {"sub": sub, "email": self.facts.get("email"), **({"employee_number": number} if number else {})}

    # WeCom
    def wecom_token(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert query == {"corpid": "ww1", "corpsecret": SECRET}
        return {"errcode": 0, "access_token": f"wt{len(self.calls)}", "expires_in": 7200}

    def wecom_user(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        if "stale" in self.faults:
            self.faults.discard("stale")
            return {"errcode": 42001, "errmsg": "access_token expired"}
        self.spend(query["code"])
        if "stranger" in self.faults:
            return {"errcode": 0, "openid": "o1"}
        return {"errcode": 0, "userid": self.facts["employee_no"]}

    # DingTalk
    def ding_user_token(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        asked = json.loads(body)
        assert (asked["clientId"], asked["clientSecret"], asked["grantType"]) == (
            "ding1",
            SECRET,
            "authorization_code",
        )
        self.spend(asked["code"])
        return {"accessToken": "dt", "refreshToken": "r", "expireIn": 7200}

    def ding_me(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert headers["x-acs-dingtalk-access-token"] == "dt"
        return {"nick": "王小暖", "openId": "o1", "unionId": WHO}

    def ding_app_token(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert json.loads(body) == {"appKey": "ding1", "appSecret": SECRET}
        return {"accessToken": "da", "expireIn": 7200}

    def ding_member(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert (query["access_token"], json.loads(body)) == ("da", {"unionid": WHO})
        if "stranger" in self.faults:
            return {"errcode": 60121, "errmsg": "找不到该用户"}
        return {"errcode": 0, "result": {"userid": "manager7"}}

    def ding_entry(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert (query["access_token"], json.loads(body)) == ("da", {"userid": "manager7"})
        return {"errcode": 0, "result": {"name": "王小暖", "job_number": self.facts.get("employee_no")}}

    # Feishu
    def feishu_token(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        asked = json.loads(body)
        begun = self.spend(asked["code"])
        assert (asked["client_id"], asked["client_secret"]) == ("cli_1", SECRET)
        assert asked["redirect_uri"] == begun["redirect_uri"]
        return (
            {"code": 20003, "msg": "code not found"}
            if "stranger" in self.faults
            else {"code": 0, "access_token": "ft"}
        )

    def feishu_user(self, query: dict[str, str], body: str, headers: Any) -> dict[str, Any]:
        assert headers["authorization"] == "Bearer ft"
        facts = {"name": "王小暖", "open_id": "o1", "union_id": WHO, "employee_no": self.facts.get("employee_no")}
        return {"code": 0, "data": facts}

    # SAML
    def sso(self, query: dict[str, str], body: str, headers: Any) -> str:
        """Answer with the signed response, as the hidden field of the form that the browser would post."""
        asked = etree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"]), -15))
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if "forged" in self.faults else KEY
        return base64.b64encode(self._saml_response(asked, key).encode()).decode()

    def _saml_response(self, asked: Any, key: rsa.RSAPrivateKey) -> str:
        now = datetime.now(UTC)
        stamp, later = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (now, now + timedelta(minutes=5)))
        acs, request_id = asked.get("AssertionConsumerServiceURL"), asked.get("ID")
        us = asked.find("{*}Issuer").text
        issuer = (
            f'<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{self.url}/metadata</saml:Issuer>'
        )
        status = "Responder" if "cancelled" in self.faults else "Success"
        assertion = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{secrets.token_hex(8)}"
 Version="2.0" IssueInstant="{stamp}">{issuer}<saml:Subject><saml:NameID
 Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{WHO}</saml:NameID><saml:SubjectConfirmation
 Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{acs}"
 InResponseTo="{request_id}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{stamp}"
 NotOnOrAfter="{later}"><saml:AudienceRestriction><saml:Audience>{us}</saml:Audience></saml:AudienceRestriction>
</saml:Conditions><saml:AuthnStatement AuthnInstant="{stamp}"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="employeeNumber"><saml:AttributeValue>{self.facts.get("employee_no", "")}
</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        signed = OneLogin_Saml2_Utils.add_sign(assertion, private, pem(certificate(key)))
        text = signed.decode() if isinstance(signed, bytes) else signed
        return f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_{secrets.token_hex(8)}"
 Version="2.0" IssueInstant="{stamp}" Destination="{acs}" InResponseTo="{request_id}">{issuer}<samlp:Status>
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>{text}</samlp:Response>"""

    def metadata(self) -> str:
        """Return what the operator saves as a file."""
        return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{self.url}/metadata">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate(KEY)}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService
 Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{self.url}/sso"/></md:IDPSSODescriptor>
</md:EntityDescriptor>"""

    ROUTES = {
        "/.well-known/openid-configuration": discovery,
        "/authorize": page,
        "/token": token,
        "/userinfo": userinfo,
        "/wwlogin/sso/login": page,
        "/cgi-bin/gettoken": wecom_token,
        "/cgi-bin/auth/getuserinfo": wecom_user,
        "/oauth2/auth": page,
        "/v1.0/oauth2/userAccessToken": ding_user_token,
        "/v1.0/contact/users/me": ding_me,
        "/v1.0/oauth2/accessToken": ding_app_token,
        "/topapi/user/getbyunionid": ding_member,
        "/topapi/v2/user/get": ding_entry,
        "/open-apis/authen/v1/authorize": page,
        "/open-apis/authen/v2/oauth/token": feishu_token,
        "/open-apis/authen/v1/user_info": feishu_user,
        "/sso": sso,
    }
