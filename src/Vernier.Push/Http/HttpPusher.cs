using System.Net;
using System.Net.Http.Headers;
using Vernier.Push.Loop;

namespace Vernier.Push.Http;

/// <summary>Sends push requests. Every error is returned as a result. Thread-safe.</summary>
internal sealed class HttpPusher : IDisposable
{
    private static readonly ProductInfoHeaderValue UserAgent = new("Vernier", typeof(HttpPusher).Assembly.GetName().Version?.ToString(3));

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly PushCredentials _credentials;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="options">The credentials and the timeout; validated.</param>
    /// <param name="time">The clock for the timeout.</param>
    /// <param name="http">The HTTP client; null for a new one.</param>
    public HttpPusher(PushOptions options, TimeProvider time, HttpClient? http)
    {
        _http = http ?? NewClient();
        _ownsHttp = http is null;
        _credentials = new PushCredentials(options);
        _timeout = options.Timeout;
        _time = time;
    }

    /// <summary>Sends a request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="url">The URL.</param>
    /// <param name="content">Creates the body within the timeout; null for none.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The caller canceled the request.</exception>
    public async Task<PushResult> SendAsync(HttpMethod method, Uri url, Func<CancellationToken, Task<HttpContent>>? content, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(method, url);
            request.Headers.UserAgent.Add(UserAgent);
            request.Headers.Authorization = _credentials.Header;
            request.Content = content is null ? null : await content(end.Token).ConfigureAwait(false);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
            return await ToResultAsync(response, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return PushResult.Failed($"no response within {_timeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return PushResult.Failed(Clean(Describe(exception)));
        }
    }

    public void Dispose()
    {
        if (_ownsHttp)
            _http.Dispose();
    }

    private static HttpClient NewClient() =>
        new(new SocketsHttpHandler
        {
            // Picks up DNS changes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // A redirect would drop the method or the credentials; it is reported instead.
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private async Task<PushResult> ToResultAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return PushResult.Success(status);

        var detail = response.Headers.Location is { } location && status < 400
            ? $"redirect to {location}"
            : await ResponseText.ReadAsync(response, cancellation).ConfigureAwait(false);
        var cause = Clean($"{status} {response.ReasonPhrase}{(detail == "" ? "" : ": ")}{detail}");
        var isTransient = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        return isTransient ? PushResult.Failed(cause, status, RetryAfter(response)) : PushResult.Refused(cause, status);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - _time.GetUtcNow()) : null;

    private string Clean(string text) => ResponseText.ToSingleLine(_credentials.Redact(text));

    private static string Describe(Exception exception) =>
        exception.InnerException is { } inner && !exception.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{exception.Message} {inner.Message}"
            : exception.Message;
}
