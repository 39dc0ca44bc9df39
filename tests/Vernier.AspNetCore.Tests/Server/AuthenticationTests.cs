using System.Net;
using System.Text;
using Vernier.AspNetCore.Server;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Server;

public class AuthenticationTests
{
    private const string Token = "s3cret-T0ken_~+/==";

    [Theory]
    [InlineData("Bearer " + Token, true)]
    [InlineData("bearer " + Token, true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("Bearer", false)]
    [InlineData("Bearer ", false)]
    [InlineData("Bearer s3cret-T0ken_~+/=", false)]
    [InlineData("Bearer s3cret-t0ken_~+/==", false)]
    [InlineData("Bearer " + Token + "x", false)]
    [InlineData("Basic " + Token, false)]
    [InlineData(Token, false)]
    public async Task Get_BearerToken_IsRequired(string? authorization, bool allowed)
    {
        await using var client = await ServerClient.StartAsync(options => options.BearerToken = Token);
        using var response = await client.GetAsync(authorization: authorization);
        await ExpectAsync(response, allowed, "Bearer realm=\"metrics\"");
    }

    [Theory]
    [InlineData("Basic", "prometheus:pässword:1", true)]
    [InlineData("basic", "prometheus:pässword:1", true)]
    [InlineData("Basic", "prometheus:password:1", false)]
    [InlineData("Basic", "prometheus:", false)]
    [InlineData("Basic", "Prometheus:pässword:1", false)]
    [InlineData("Basic", "", false)]
    [InlineData("Bearer", "prometheus:pässword:1", false)]
    public async Task Get_UserAndPassword_AreRequired(string scheme, string pair, bool allowed)
    {
        await using var client = await ServerClient.StartAsync(options => (options.BasicAuthUser, options.BasicAuthPassword) = ("prometheus", "pässword:1"));
        using var response = await client.GetAsync(authorization: $"{scheme} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}");
        await ExpectAsync(response, allowed, "Basic realm=\"metrics\", charset=\"UTF-8\"");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/other")]
    public async Task Get_OtherPathWithoutTheToken_RevealsNothing(string path)
    {
        await using var client = await ServerClient.StartAsync(options => options.BearerToken = Token);
        using var response = await client.GetAsync(path);
        await ExpectAsync(response, false, "Bearer realm=\"metrics\"");
    }

    [Fact]
    public void Match_SeveralHeaders_IsFalse() =>
        Credentials.Of(new MetricsServerOptions { BearerToken = "a" })!.Match(new(["Bearer a", "Bearer b"])).ShouldBeFalse();

    private static async Task ExpectAsync(HttpResponseMessage response, bool allowed, string challenge)
    {
        response.StatusCode.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        if (allowed)
            return;
        response.Headers.WwwAuthenticate.ToString().ShouldBe(challenge);
        (await Problem.OfAsync(response)).Detail.ShouldBe("Authentication is required.");
    }
}
