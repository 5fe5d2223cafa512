"""Blocks and their compression (spec/archive.md section 4)."""

import zlib

import zstandard

from .errors import MunimentError, check

NONE, DEFLATE, ZSTD = 0, 1, 2
WINDOW = 2 ** 23  # of a zstd frame


def expand(compression, stored, raw_length):
    """The raw bytes of a block; ERR_RAW_LENGTH unless it is exactly one stream of exactly raw_length bytes."""
    try:
        raw = {NONE: lambda data, n: data, DEFLATE: _inflate, ZSTD: _unzstd}[compression](stored, raw_length)
    except (zlib.error, zstandard.ZstdError):
        raise MunimentError("ERR_RAW_LENGTH") from None
    check(len(raw) == raw_length, "ERR_RAW_LENGTH")
    return raw


def _inflate(data, raw_length):
    stream = zlib.decompressobj(-15)
    raw = stream.decompress(data, raw_length)
    check(len(raw) == raw_length and not stream.decompress(stream.unconsumed_tail, 1), "ERR_RAW_LENGTH")
    check(stream.eof and not stream.unused_data and not stream.unconsumed_tail, "ERR_RAW_LENGTH")
    return raw


def _unzstd(data, raw_length):
    check(data[:4] == b"\x28\xb5\x2f\xfd", "ERR_RAW_LENGTH", "no zstd frame")
    header = zstandard.get_frame_parameters(data)
    good = header.content_size == raw_length and header.window_size <= WINDOW and header.dict_id == 0
    check(good, "ERR_RAW_LENGTH", "header of the zstd frame")
    # allocates what the header says, which is raw_length
    return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
