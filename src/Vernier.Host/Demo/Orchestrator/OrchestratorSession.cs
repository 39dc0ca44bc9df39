using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vernier.Host.Demo.Orchestrator;

/// <summary>A user of the API who has logged in. Not thread-safe, except for <see cref="Token"/>.</summary>
internal sealed class OrchestratorSession
{
    private readonly HttpClient _http;
    private readonly string _name;
    private readonly string _password;
    private string _refreshToken = "";

    private OrchestratorSession(HttpClient http, string name, string password) => (_http, _name, _password) = (http, name, password);

    /// <summary>The current access token.</summary>
    public string Token { get; private set; } = "";

    public static async Task<OrchestratorSession> LoginAsync(HttpClient http, string name, string password, CancellationToken cancellation)
    {
        var session = new OrchestratorSession(http, name, password);
        await session.LoginAsync(cancellation).ConfigureAwait(false);
        return session;
    }

    /// <summary>Uses the refresh token, which is valid once.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        using var response = await _http.PostAsJsonAsync("/api/auth/refresh", new { refreshToken = _refreshToken }, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            await LoginAsync(cancellation).ConfigureAwait(false);
        else
            await TakeAsync(response, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request with the access token, and again with a new one if it has expired.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        var response = await SendOnceAsync(method, path, body, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        await RefreshAsync(cancellation).ConfigureAwait(false);
        return await SendOnceAsync(method, path, body, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _http.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private async Task LoginAsync(CancellationToken cancellation)
    {
        using var response = await _http.PostAsJsonAsync("/api/auth/login", new { username = _name, password = _password }, cancellation).ConfigureAwait(false);
        await TakeAsync(response, cancellation).ConfigureAwait(false);
    }

    private async Task TakeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        response.EnsureSuccessStatusCode();
        var tokens = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation).ConfigureAwait(false);
        (Token, _refreshToken) = (tokens.GetProperty("accessToken").GetString()!, tokens.GetProperty("refreshToken").GetString()!);
    }
}
