using System.Diagnostics;
using System.Text;

namespace Vernier.Benchmarks.ProxyLoad;

/// <summary>Requests streams and reads them to the end.</summary>
internal sealed class StreamClient(string url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };
    private readonly byte[] _end = "data: [DONE]\n\n"u8.ToArray();

    /// <summary>Requests one stream and reads it.</summary>
    /// <returns>The time to the first byte of the body in milliseconds.</returns>
    /// <exception cref="InvalidDataException">The response is truncated.</exception>
    public async Task<double> StreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent("""{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"),
        };
        var started = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        await body.ReadExactlyAsync(buffer.AsMemory(0, 1));
        var firstByte = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var length = 1;
        while (await body.ReadAsync(buffer.AsMemory(length)) is var read and > 0)
            length += read;
        return buffer.AsSpan(0, length).EndsWith(_end) ? firstByte : throw new InvalidDataException("The stream is truncated.");
    }

    public void Dispose() => _http.Dispose();
}
