using System.Net;
using System.Net.Http.Headers;
using Vernier.Push.Loop;

namespace Vernier.Push.Http;

/// <summary>Sends the requests of pushers and says what came of them. Whatever happens on the way is a result. Thread-safe.</summary>
internal sealed class HttpPusher : IDisposable
{
    private static readonly ProductInfoHeaderValue UserAgent = new("Vernier", typeof(HttpPusher).Assembly.GetName().Version?.ToString(3));

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly PushCredentials _credentials;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="options">By whose authority and for how long; valid.</param>
    /// <param name="time">The clock for the timeout.</param>
    /// <param name="http">What sends; null for a client of its own.</param>
    public HttpPusher(PushOptions options, TimeProvider time, HttpClient? http)
    {
        _http = http ?? NewClient();
        _ownsHttp = http is null;
        _credentials = new PushCredentials(options);
        _timeout = options.Timeout;
        _time = time;
    }

    /// <summary>Sends one request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="url">Where to.</param>
    /// <param name="content">Makes its body, within the timeout; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
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
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
            return await JudgeAsync(answer, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return PushResult.Failed($"no answer within {_timeout.TotalSeconds} s");
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
            // Another address of the target is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // A redirected push would lose its method or its authority; who runs the target is told instead.
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private async Task<PushResult> JudgeAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode)
            return PushResult.Success(status);

        var says = answer.Headers.Location is { } location && status < 400
            ? $"redirects to {location}"
            : await AnswerText.ReadAsync(answer, cancellation).ConfigureAwait(false);
        var cause = Clean($"{status} {answer.ReasonPhrase}{(says == "" ? "" : ": ")}{says}");
        var isTransient = status >= 500 || answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        return isTransient ? PushResult.Failed(cause, status, RetryAfter(answer)) : PushResult.Refused(cause, status);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - _time.GetUtcNow()) : null;

    private string Clean(string text) => AnswerText.InOneLine(_credentials.Redact(text));

    private static string Describe(Exception exception) =>
        exception.InnerException is { } inner && !exception.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{exception.Message} {inner.Message}"
            : exception.Message;
}
