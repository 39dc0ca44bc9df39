using System.Net;
using Vernier.Pangolin.Certificates;

namespace Vernier.Pangolin.Tests.Certificates;

public sealed class ChallengeResponderTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private CertificateApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await CertificateApp.StartAsync(new Dictionary<string, string?>
        {
            ["certificates:acme:directory"] = "http://127.0.0.1:9/directory",
            ["certificates:acme:accept_terms"] = "true",
            ["certificates:acme:challenge_port"] = "0",
        });
        await _app.AddResourceAsync("r-app", "app.example.com");
        await AddAsync("abc-_1", TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Respond_KnownToken_ReturnsTheKeyAuthorizationAndCounts()
    {
        using var response = await Http.GetAsync(UrlOf("abc-_1"), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("abc-_1.thumbprint");
        _app.Value("pangolin_acme_cert_events_total{domain=\"app.example.com\",event=\"challenge_served\"}").ShouldBe(1);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("abc-_1/more")]
    [InlineData("abc%2F_1")]
    [InlineData("")]
    [InlineData("'; DROP TABLE pangolin_acme_challenges; --")]
    public async Task Respond_AnotherToken_Returns404(string token)
    {
        using var response = await Http.GetAsync(UrlOf(token), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Respond_AnotherMethod_Returns404()
    {
        using var response = await Http.PostAsync(UrlOf("abc-_1"), null, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Respond_ExpiredChallenge_Returns404()
    {
        await AddAsync("old", TimeSpan.FromMinutes(-1));
        using var response = await Http.GetAsync(UrlOf("old"), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Start_PortInUse_FailsWithTheSetting()
    {
        var failure = await Should.ThrowAsync<PangolinException>(() => CertificateApp.StartAsync(new Dictionary<string, string?>
        {
            ["certificates:acme:accept_terms"] = "true",
            ["certificates:acme:challenge_port"] = $"{_app.ChallengePort}",
        }));
        failure.Message.ShouldStartWith($"Cannot listen for ACME challenges on 127.0.0.1:{_app.ChallengePort}: ");
        failure.Message.ShouldEndWith("challenge_port.");
    }

    private Task AddAsync(string token, TimeSpan lifetime) => _app.Get<CertificateStore>().AddChallengeAsync(new ChallengeRow
    {
        Token = token,
        Host = "app.example.com",
        KeyAuthorization = $"{token}.thumbprint",
        Expires = (TimeProvider.System.GetUtcNow() + lifetime).ToUnixTimeMilliseconds(),
    }, TestContext.Current.CancellationToken);

    private Uri UrlOf(string token) => new($"http://127.0.0.1:{_app.ChallengePort}/.well-known/acme-challenge/{token}");
}
