using System.Buffers;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Usage;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Proxy;

/// <summary>
/// Passes a provider's answer on. What is read is written at once, and that of a stream flushed, before anybody looks into it for the usage.
/// </summary>
internal sealed class ResponseRelay(HttpContext http, TrackedRequest tracked, Silence silence)
{
    private const int BufferBytes = 16 * 1024;
    private const string EventStream = "text/event-stream";

    private IUsageReader _reader = NoUsageReader.Instance;

    /// <summary>What was reported so far.</summary>
    public TokenUsage? Usage => _reader.Usage;

    public async Task RelayAsync(HttpResponseMessage answer)
    {
        var isStream = answer.Content.Headers.ContentType?.MediaType == EventStream;
        tracked.Answered((int)answer.StatusCode, isStream);
        _reader = ReaderFor(answer, isStream);
        http.Response.StatusCode = (int)answer.StatusCode;
        PassedHeaders.Copy(answer, http.Response);

        // The headers of a stream go out before there is an event.
        if (isStream)
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        await CopyAsync(answer, isStream).ConfigureAwait(false);
        _reader.End();
        if (_reader is SseUsageReader { HasError: true })
            tracked.StreamReportedError();
    }

    private static IUsageReader ReaderFor(HttpResponseMessage answer, bool isStream)
    {
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentEncoding.Count > 0)
            return NoUsageReader.Instance;
        return isStream ? new SseUsageReader()
            : answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json ? new JsonUsageReader()
            : NoUsageReader.Instance;
    }

    private async Task CopyAsync(HttpResponseMessage answer, bool isStream)
    {
        var body = await answer.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await ReadAsync(body, buffer).ConfigureAwait(false) is var length and > 0)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, length), http.RequestAborted).ConfigureAwait(false);
                if (isStream)
                {
                    await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
                    tracked.Streamed(length);
                }
                _reader.Read(buffer.AsSpan(0, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadAsync(Stream body, byte[] buffer)
    {
        try
        {
            var length = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            silence.Broken();
            return length;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException && !http.RequestAborted.IsCancellationRequested)
        {
            throw new ProxyException(ErrorKind.ProviderStreamCut, "The provider broke off in the middle of its answer.", exception);
        }
    }
}
