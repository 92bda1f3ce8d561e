"""Signatures of security objects and certificates: every algorithm that is judged, and none that is guessed."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PublicKeyInfo, RSAPublicKey
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.idcard.emrtd.active import MAX_EXPONENT, MAX_MODULUS, check_answer
from drivers.idcard.emrtd.issuers import MAX_CERTIFICATE, IssuerStore, load_issuers
from drivers.idcard.emrtd.reading import read_travel_document
from drivers.idcard.emrtd.security import SecurityObjectError, parse_security_object, vouched
from drivers.idcard.emrtd.signatures import (
    ForgedError,
    UnsupportedError,
    check_signature,
    public_key,
)
from drivers.idcard.emrtd.tlv import only, written
from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_travel_chip import TravelChip
from drivers.idcard.status import CardError
from kiosk.identity.document import ChipCheck
from tests.drivers.idcard.emrtd.chips import TODAY, china, key_of, passport, permit, read, store_of, utopia

GROUPS = {1: b"\x61\x01\x00", 2: b"\x75\x01\x00"}


def verdict_of(issuer: SimulatedIssuer, folder: Path, day: date = TODAY) -> ChipCheck:
    security = parse_security_object(issuer.security_object(GROUPS))
    security.check_groups(GROUPS)
    return vouched(security, issuer.state, store_of(folder, issuer), day).check


@pytest.mark.parametrize("signs_by", ["ecdsa", "rsa", "pss"])
@pytest.mark.parametrize("digest", ["sha1", "sha224", "sha256", "sha384", "sha512"])
def test_algorithms(tmp_path: Path, signs_by: str, digest: str) -> None:
    issuer = SimulatedIssuer(signs_by=signs_by, digest=digest)
    assert verdict_of(issuer, tmp_path) is ChipCheck.VERIFIED
    forged = parse_security_object(issuer.security_object(GROUPS, forged=True))
    assert vouched(forged, issuer.state, load_issuers(tmp_path), TODAY).check is ChipCheck.FAILED


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed: nobody else judges our issuer")
@pytest.mark.parametrize("signs_by", ["ecdsa", "rsa", "pss"])
@pytest.mark.parametrize("forged", [False, True])
def test_openssl_thinks_the_same_of_the_simulated_issuer(tmp_path: Path, signs_by: str, forged: bool) -> None:
    issuer = SimulatedIssuer(signs_by=signs_by)
    (tmp_path / "object").write_bytes(only(issuer.security_object(GROUPS, forged=forged), 0x77))
    (tmp_path / "authority.pem").write_bytes(issuer.authority.public_bytes(serialization.Encoding.PEM))
    options = ["-binary", "-inform", "DER", "-purpose", "any", "-out", "content", "-attime", "1795219200"]
    judged = subprocess.run(
        ["openssl", "cms", "-verify", "-in", "object", "-CAfile", "authority.pem", *options],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (judged.returncode == 0) is not forged, judged.stderr.decode()


def test_old_objects_have_no_signed_attributes(tmp_path: Path) -> None:
    assert verdict_of(SimulatedIssuer(signed_attributes=False), tmp_path) is ChipCheck.VERIFIED


@pytest.mark.parametrize(
    ("find", "put", "check"),
    [
        # the digest of the content, the content, the type, in a copy of the same length
        ("06092A864886F70D01090431220420", "06092A864886F70D01090431220420FF", ChipCheck.FAILED),
        ("0606678108010101A0", "0606678108010102A0", None),
        ("06092A864886F70D0109033108060667810801", "06092A864886F70D0109033108060667810802", ChipCheck.FAILED),
        # an algorithm that nobody knows, and MD5
        ("300A06082A8648CE3D040302", "300A06082A8648CE3D040309", ChipCheck.FAILED),
    ],
)
def test_objects_that_were_touched(tmp_path: Path, find: str, put: str, check: ChipCheck | None) -> None:
    issuer = utopia()
    data = issuer.security_object(GROUPS)
    begin, end = bytes.fromhex(find), bytes.fromhex(put)[: len(bytes.fromhex(put))]
    at = data.rindex(begin)
    touched = data[:at] + end + data[at + len(end) :]
    if check is None:
        with pytest.raises(SecurityObjectError):
            parse_security_object(touched)
        return
    security = parse_security_object(touched)
    assert vouched(security, "UTO", store_of(tmp_path, issuer), TODAY).check is check


def test_content_that_is_not_what_the_attributes_name(tmp_path: Path) -> None:
    """The attributes and their signature are whole; the list of hashes beside them is another one."""
    issuer = utopia()
    old, new = (hashlib.sha256(data).digest() for data in (GROUPS[2], b"another DG2"))
    security = parse_security_object(issuer.security_object(GROUPS).replace(old, new))
    verdict = vouched(security, "UTO", store_of(tmp_path, issuer), TODAY)
    assert (verdict.check, verdict.reason) == (ChipCheck.FAILED, "the content is not what was signed")


def test_a_signature_for_other_content_is_not_taken(tmp_path: Path) -> None:
    """The signer's own signature, rightly made, over attributes that are not those of a travel document."""
    issuer = china()
    data = issuer.security_object(GROUPS)
    begin = data.rindex(bytes.fromhex("301506092A864886F70D010903"))
    end = data.rindex(bytes.fromhex("300D06092A864886F70D01010B"))  # the signature's algorithm follows
    attributes = data[begin:end].replace(bytes.fromhex("0606678108010101"), bytes.fromhex("0606678108010102"))
    key = issuer.signer_key
    assert isinstance(key, rsa.RSAPrivateKey)
    signature = key.sign(b"\x31" + bytes((len(attributes),)) + attributes, padding.PKCS1v15(), hashes.SHA256())
    touched = data[:begin] + attributes + data[end : -len(signature)] + signature
    verdict = vouched(parse_security_object(touched), "CHN", store_of(tmp_path, issuer), TODAY)
    assert (verdict.check, verdict.reason) == (ChipCheck.FAILED, "the signed attributes are of other content")


@pytest.mark.parametrize("whose", ["signer", "authority"])
def test_both_certificates_have_to_be_valid(tmp_path: Path, whose: str) -> None:
    issuer = SimulatedIssuer()
    past = replace(issuer, ends=datetime(2026, 11, 20, tzinfo=UTC))
    past.__dict__.update(authority_key=issuer.authority_key, signer_key=issuer.signer_key)
    issuer.__dict__[whose] = getattr(past, whose)
    assert verdict_of(issuer, tmp_path) is ChipCheck.FAILED
    assert verdict_of(issuer, tmp_path, date(2026, 11, 20)) is ChipCheck.VERIFIED


def test_who_is_not_known_is_not_verified_and_whom_a_folder_knows_must_hold(tmp_path: Path) -> None:
    issuer = utopia()
    security = parse_security_object(issuer.security_object(GROUPS))
    assert vouched(security, "UTO", IssuerStore(), TODAY).check is ChipCheck.NOT_VERIFIED
    assert vouched(security, "UTO", store_of(tmp_path, china()), TODAY).check is ChipCheck.NOT_VERIFIED
    (tmp_path / "UTO").mkdir()
    assert vouched(security, "UTO", load_issuers(tmp_path), TODAY).check is ChipCheck.FAILED, "an empty folder"
    issuer.namesake().deposit(tmp_path)
    assert vouched(security, "UTO", load_issuers(tmp_path), TODAY).check is ChipCheck.FAILED, "a namesake"
    # China's certificate in Utopia's folder, and Utopia's signer who calls himself Chinese
    assert vouched(security, "CHN", load_issuers(tmp_path), TODAY).check is ChipCheck.FAILED


def test_a_renewed_certificate_serves_beside_the_old_one(tmp_path: Path) -> None:
    old, new = SimulatedIssuer(), SimulatedIssuer()
    old.deposit(tmp_path)
    (tmp_path / "UTO" / "simulated.cer").rename(tmp_path / "UTO" / "old.cer")
    new.deposit(tmp_path)
    for issuer in (old, new):
        security = parse_security_object(issuer.security_object(GROUPS))
        assert vouched(security, "UTO", load_issuers(tmp_path), TODAY).check is ChipCheck.VERIFIED


def test_an_authority_is_no_signer_of_documents(tmp_path: Path) -> None:
    """A certificate of the state that is not for documents, such as its own, does not vouch for a chip."""

    issuer = SimulatedIssuer()
    issuer.__dict__.update(signer=issuer.authority, signer_key=issuer.authority_key)
    store = store_of(tmp_path, issuer)
    verdict = vouched(parse_security_object(issuer.security_object(GROUPS)), "UTO", store, TODAY)
    assert (verdict.check, "not for signing documents" in verdict.reason) == (ChipCheck.FAILED, True)


def test_the_store(tmp_path: Path) -> None:
    assert load_issuers(None) == IssuerStore()
    pem = utopia().authority.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "UTO").mkdir()
    (tmp_path / "UTO" / "two.pem").write_bytes(pem + china().authority.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "UTO" / "notes.txt").write_text("not looked at")
    (tmp_path / "UTO" / "empty.cer").write_bytes(b"")
    (tmp_path / "UTO" / "signer.cer").write_bytes(utopia().signer.public_bytes(serialization.Encoding.DER))
    (tmp_path / "UTO" / "large.cer").write_bytes(bytes(MAX_CERTIFICATE + 1))
    (tmp_path / "UTO" / "behind.cer").write_bytes(utopia().authority.public_bytes(serialization.Encoding.DER) + b"\0")
    (tmp_path / "UTO" / "folder.cer").mkdir()
    (tmp_path / "utopia").mkdir()
    (tmp_path / "loose.cer").write_bytes(pem)
    (tmp_path / ".hidden").write_bytes(pem)
    store = load_issuers(tmp_path)
    assert store.summary == "2 of 1 states"
    wrong = ["behind.cer", "empty.cer", "folder.cer", "large.cer", "signer.cer"]
    assert [problem.split(":")[0] for problem in store.problems] == [
        *(f"UTO/{name}" for name in wrong),
        "loose.cer",
        "utopia",
    ]


# As OpenSSL 3.0 writes keys by `openssl ecparam -param_enc explicit`, up to the point itself.
P256 = (
    "3082014b3082010306072a8648ce3d02013081f7020101302c06072a8648ce3d0101022100ffffffff0000000100000000000000000000000"
    "0ffffffffffffffffffffffff305b0420ffffffff00000001000000000000000000000000fffffffffffffffffffffffc04205ac635d8aa3a"
    "93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b031500c49d360886e704936a6678e1139d26b7819f7e900441046b17d1f2e"
    "12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837"
    "bf51f5022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255102010103420004"
)
P256_COMPRESSED = (
    "3082010a3081e306072a8648ce3d02013081d7020101302c06072a8648ce3d0101022100ffffffff00000001000000000000000000000000f"
    "fffffffffffffffffffffff305b0420ffffffff00000001000000000000000000000000fffffffffffffffffffffffc04205ac635d8aa3a93"
    "e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b031500c49d360886e704936a6678e1139d26b7819f7e900421036b17d1f2e12"
    "c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9ca"
    "c2fc632551020101032200"
)
BRAINPOOL = (
    "308201333081ec06072a8648ce3d02013081e0020101302c06072a8648ce3d0101022100a9fb57dba1eea9bc3e660a909d838d726e3bf623d"
    "52620282013481d1f6e5377304404207d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9042026dc5c6ce94a4b"
    "44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b60441048bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9"
    "ace3262547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997022100a9fb57dba1eea9bc3e660a909d838d718c39"
    "7aa3b561a6f7901e0e82974856a702010103420004"
)
KOBLITZ = (
    "308201333081ec06072a8648ce3d02013081e0020101302c06072a8648ce3d0101022100ffffffffffffffffffffffffffffffffffffffffff"
    "fffffffffffffefffffc2f3044042000000000000000000000000000000000000000000000000000000000000000000420000000000000000000"
    "000000000000000000000000000000000000000000000704410479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817"
    "98483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8022100fffffffffffffffffffffffffffffffebaaedce6af4"
    "8a03bbfd25e8cd036414102010103420004"
)


def explicit(
    prefix: str, curve: ec.EllipticCurve, *, compressed: bool = False
) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    key = ec.generate_private_key(curve)
    point = serialization.PublicFormat.CompressedPoint if compressed else serialization.PublicFormat.UncompressedPoint
    encoded = key.public_key().public_bytes(serialization.Encoding.X962, point)
    return key, bytes.fromhex(prefix) + (encoded if compressed else encoded[1:])


ECDSA_SHA256 = SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})


@pytest.mark.parametrize(
    ("prefix", "curve", "compressed"),
    [
        (P256, ec.SECP256R1(), False),
        (P256_COMPRESSED, ec.SECP256R1(), True),
        (BRAINPOOL, ec.BrainpoolP256R1(), False),
    ],
)
def test_explicit_parameters_of_a_known_curve(prefix: str, curve: ec.EllipticCurve, compressed: bool) -> None:
    key, info = explicit(prefix, curve, compressed=compressed)
    found = public_key(PublicKeyInfo.load(info, strict=True))
    signature = key.sign(b"data", ec.ECDSA(hashes.SHA256()))
    check_signature(found, ECDSA_SHA256, signature, b"data", "")
    with pytest.raises(ForgedError):
        check_signature(found, ECDSA_SHA256, signature, b"other", "")


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("4b0315", "4c0315"),  # b
        ("fffffffc0420", "fffffffb0420"),  # a
        ("f51f5022100", "f51f6022100"),  # the base point: whoever may choose it signs for every key (CVE-2020-0601)
        ("63255102", "63255002"),  # the order
        ("0441046b17", "0441056b17"),
    ],
)
def test_explicit_parameters_that_differ_in_anything(find: str, put: str) -> None:
    assert P256.count(find) == 1
    _, info = explicit(P256.replace(find, put), ec.SECP256R1())
    with pytest.raises(UnsupportedError):
        public_key(PublicKeyInfo.load(info))


def test_curves_and_keys_that_are_not_judged() -> None:
    _, info = explicit(KOBLITZ, ec.SECP256K1())
    with pytest.raises(UnsupportedError) as caught:
        public_key(PublicKeyInfo.load(info, strict=True))
    assert "unknown curve" in str(caught.value)
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    rsa_only = SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
    with pytest.raises(UnsupportedError):
        check_signature(key, rsa_only, b"", b"", "")
    with pytest.raises(UnsupportedError):
        check_signature(key, SignedDigestAlgorithm({"algorithm": "1.2.3.4"}), b"", b"", "sha256")


@pytest.mark.parametrize("signature", [b"", b"\x01", bytes(64), bytes(127), bytes(128), b"\xff" * 128, bytes(200)])
@pytest.mark.parametrize("document", [passport(), permit()])
def test_answers_of_a_chip_that_are_no_signatures(document: object, signature: bytes) -> None:
    files = document.files  # type: ignore[attr-defined]
    with pytest.raises(ForgedError):
        check_answer(files[0x010F], files.get(0x010E), b"12345678", signature)


@pytest.mark.parametrize(
    ("bits", "exponent_bits"), [(MAX_MODULUS + 8, 17), (2048, MAX_EXPONENT + 1), (240_000, 240_000)]
)
def test_a_chip_cannot_keep_the_terminal_busy_with_a_long_key(bits: int, exponent_bits: int) -> None:
    """It chooses its own key: one of 240,000 bits would keep the reader busy for hours."""
    modulus, exponent = (1 << bits) - 1, (1 << exponent_bits - 1) + 1
    key = PublicKeyInfo.wrap(RSAPublicKey({"modulus": modulus, "public_exponent": exponent}), "rsa")
    with pytest.raises(UnsupportedError):
        check_answer(written(0x6F, key.dump()), None, b"12345678", b"\x7f" * ((bits + 7) // 8))


def test_a_chip_cannot_write_the_record_of_its_reading() -> None:
    """The number of an algorithm may have thousands of parts; a message names the first few."""
    listed = written(0x30, b"\x02\x01\x00" + written(0x30, written(0x06, b"\x2a" + b"\x01" * 9000)) + b"\x30\x00")
    content = written(0x30, bytes.fromhex("0606678108010101") + written(0xA0, written(0x04, listed)))
    signed = written(0x30, b"\x02\x01\x03\x31\x00" + content + b"\x31\x00")
    whole = written(0x30, bytes.fromhex("06092A864886F70D010702") + written(0xA0, signed))
    with pytest.raises(SecurityObjectError) as caught:
        parse_security_object(written(0x77, whole))
    assert str(caught.value).startswith("hashes by 1.2.1.1")
    assert len(str(caught.value)) < 100


def test_an_elliptic_chip_whose_digest_is_not_named_is_not_judged(tmp_path: Path) -> None:
    files = permit().files
    with pytest.raises(UnsupportedError):
        check_answer(files[0x010F], None, b"12345678", bytes(64))
    for wrong in (
        files[0x010E].replace(bytes.fromhex("0401010403"[:0]) + b"\x04\x01\x03", b"\x04\x01\x09"),
        b"\x6e\x00",
    ):
        with pytest.raises(UnsupportedError):
            check_answer(files[0x010F], wrong, b"12345678", bytes(64))


def test_a_chip_that_signs_an_older_number(tmp_path: Path) -> None:
    """A copy that recorded one answer of the original."""
    original = passport().chip()
    recorded: list[bytes] = []

    class Copy(TravelChip):
        def _signed(self, key: object, number: bytes) -> bytes:
            return recorded[0]

    real_signed = original._signed

    def remembered(key: object, number: bytes) -> bytes:
        recorded.append(real_signed(key, number))  # type: ignore[arg-type]
        return recorded[-1]

    original._signed = remembered  # type: ignore[method-assign,assignment]
    chips = [original, Copy(passport().files, passport().access_information, passport().chip_key)]
    store = store_of(tmp_path, utopia())
    told = []
    for chip in chips:
        chip.answer(bytes.fromhex("00A4040C07A0000002471001"))
        try:
            read_travel_document(
                lambda command, chip=chip: bytearray(chip.answer(command)), key_of(passport()), store, TODAY
            )
            told.append("read")
        except CardError as problem:
            told.append(problem.fault.id)
    assert told == ["read", "reader.chip-failed"]


SECURITY_OBJECTS = [
    SimulatedIssuer(signs_by=signs_by, signed_attributes=signed).security_object(GROUPS)
    for signs_by in ("ecdsa", "rsa", "pss")
    for signed in (True, False)
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_security_objects_with_a_few_bytes_changed(data: st.DataObject) -> None:
    """Taken apart or refused: never another error, and never verified."""
    whole = data.draw(st.sampled_from(SECURITY_OBJECTS))
    touched = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        touched[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del touched[data.draw(st.integers(0, len(touched))) :]
    with contextlib.suppress(SecurityObjectError, ForgedError):
        security = parse_security_object(touched)
        security.check_groups(GROUPS)
        assert security.country.isascii()
        vouched(security, "UTO", IssuerStore(), TODAY)
        vouched(security, "UTO", IssuerStore(states={"UTO": ()}), TODAY)


@given(st.binary(max_size=300))
def test_any_bytes_as_a_security_object(data: bytes) -> None:
    for whole in (data, b"\x77" + bytes((len(data) & 0x7F,)) + data[: len(data) & 0x7F]):
        with contextlib.suppress(SecurityObjectError):
            parse_security_object(whole)


@settings(deadline=None)
@given(st.data())
def test_certificates_with_a_few_bytes_changed_vouch_for_nobody(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(utopia().authority.public_bytes(serialization.Encoding.DER))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.mktemp("csca")
    (folder / "UTO").mkdir()
    (folder / "UTO" / "one.cer").write_bytes(whole)
    store = load_issuers(folder)
    security = parse_security_object(utopia().security_object(GROUPS))
    # what was changed may be the certificate's own words, which nobody relies on: the key is what vouches
    assert vouched(security, "UTO", store, TODAY).check in (ChipCheck.FAILED, ChipCheck.VERIFIED)


def test_expiry_of_a_document_does_not_hide_a_forgery(tmp_path: Path) -> None:
    with pytest.raises(CardError):
        read(replace(passport(), valid_to="20200101", flaw="forged"), store_of(tmp_path, utopia()))
