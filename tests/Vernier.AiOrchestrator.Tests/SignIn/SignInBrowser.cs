using System.Net;

namespace Vernier.AiOrchestrator.Tests.SignIn;

/// <summary>A browser with cookies that follows redirects one at a time.</summary>
internal sealed class SignInBrowser : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer(), UseProxy = false });

    public Task<HttpResponseMessage> GetAsync(Uri address) => _client.GetAsync(address, TestContext.Current.CancellationToken);

    /// <summary>Starts a sign-in and returns the address of the callback to which the provider redirects.</summary>
    public async Task<Uri> StartAsync(Uri orchestrator, string provider = "example")
    {
        using var start = await GetAsync(new Uri(orchestrator, $"/api/auth/oauth2/{provider}"));
        start.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var authorization = await GetAsync(start.Headers.Location!);
        authorization.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return authorization.Headers.Location!;
    }

    public void Dispose() => _client.Dispose();
}
