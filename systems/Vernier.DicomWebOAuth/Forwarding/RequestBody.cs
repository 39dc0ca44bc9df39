using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth.Forwarding;

/// <summary>A caller's body as the content of another request: it is read while it is sent, each part goes on at once, nothing is kept.</summary>
internal sealed class RequestBody(Stream body, long? length) : HttpContent
{
    /// <summary>What is no longer than this is sent by .NET even when the server has said that it does not want it.</summary>
    private const int AlwaysSent = 1024;

    private const int BufferSize = 64 * 1024;

    /// <summary>The body of a request. A very small one is read here, so that it can be sent again with another token.</summary>
    /// <exception cref="CallerException">It cannot be read.</exception>
    public static async Task<HttpContent> OfAsync(HttpRequest request)
    {
        var body = new RequestBody(request.Body, request.ContentLength);
        return request.ContentLength <= AlwaysSent
            ? new ByteArrayContent(await body.ReadAsByteArrayAsync(request.HttpContext.RequestAborted).ConfigureAwait(false))
            : body;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int read; (read = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                // The connection would keep a small part until there are more.
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>So that a caller who fails is not taken for a server who fails.</summary>
    private async ValueTask<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new CallerException(failure);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
