using System.Net;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>A body of zeros, generated while it is sent.</summary>
internal sealed class ZeroContent(long size) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var buffer = new byte[1 << 16];
        for (var left = size; left > 0; left -= buffer.Length)
            await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }
}
