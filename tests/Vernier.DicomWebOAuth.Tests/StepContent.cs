using System.Net;
using System.Text;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>A body that sends a part, waits for a task, and sends another part.</summary>
internal sealed class StepContent(string first, Task between, string second) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(first));
        await stream.FlushAsync();
        await between;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(second));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
