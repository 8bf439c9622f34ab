using System.Buffers.Binary;
using System.IO.Compression;

namespace PropBot.Replay.Recordings.Sources;

/// <summary>
/// Reads a gzip file and refuses one that was cut short, which the library's stream takes for a whole one: the last four bytes
/// tell the length of what was packed (RFC 1952, 2.3.1).
/// </summary>
internal sealed class CheckedGzipStream(string path) : Stream
{
    private readonly GZipStream _gzip = new(File.OpenRead(path), CompressionMode.Decompress);
    private uint _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = _gzip.Read(buffer);
        _read = unchecked(_read + (uint)count);
        if (count == 0 && buffer.Length > 0 && _read < PackedLength())
        {
            throw new InvalidDataException("the file is cut short");
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private uint PackedLength()
    {
        Span<byte> last = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        file.Seek(-last.Length, SeekOrigin.End);
        file.ReadExactly(last);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
