using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Identity;

/// <summary>Forges tokens without the library that creates and validates them.</summary>
public sealed class AccessTokenTests(AccessTokenTests.SharedHost shared) : IClassFixture<AccessTokenTests.SharedHost>
{
    private const string Invalid = "The access token is invalid.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forgeries => new(Forge(new JsonObject(), new JsonObject(), [], "").Keys);

    [Fact]
    public async Task Create_AnyUser_HasTheClaimsOfTheSession()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(["identity:issuer=issuer-1", "identity:access_token_lifetime=600"], services => services.AddSingleton<TimeProvider>(time));
        var (header, payload) = Decode((await host.IssueAsync("user123", Role.WorkflowManager)).AccessToken);
        var key = await host.Services.GetRequiredService<SigningKeys>().CurrentAsync(Cancellation);
        header["alg"]!.GetValue<string>().ShouldBe("HS512");
        header["kid"]!.GetValue<string>().ShouldBe(key.Id);
        payload.Select(claim => claim.Key).Order().ShouldBe(["aud", "exp", "iat", "iss", "jti", "role", "sid", "sub"]);
        payload["sub"]!.GetValue<string>().ShouldBe("user123");
        payload["role"]!.GetValue<string>().ShouldBe("WORKFLOW_MANAGER");
        payload["iss"]!.GetValue<string>().ShouldBe("issuer-1");
        payload["iat"]!.GetValue<long>().ShouldBe(time.GetUtcNow().ToUnixTimeSeconds());
        payload["exp"]!.GetValue<long>().ShouldBe(time.GetUtcNow().ToUnixTimeSeconds() + 600);
    }

    [Fact]
    public async Task Request_ResignedToken_IsAccepted()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var (header, payload, key) = await PartsAsync(host);
        (await StatusAsync(host, Sign(header, payload, key))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Request_ForgedToken_IsRejected(string forgery)
    {
        var host = shared.Host;
        var (header, payload, key) = await PartsAsync(host);
        var genuine = Sign(header, payload, key);
        (await StatusAsync(host, genuine)).ShouldBe(HttpStatusCode.OK);

        var token = Forge(header, payload, key, genuine)[forgery]();
        using var client = host.ClientWith(token);
        using var response = await client.GetAsync("/api/admin/users", Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe($"Bearer realm=\"ai-orchestrator\", error=\"invalid_token\", error_description=\"{Invalid}\"");
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(new ErrorResponse("Unauthorized", Invalid));
    }

    [Fact]
    public async Task Request_TokenWithoutExpiration_IsRejected()
    {
        var (header, payload, key) = await PartsAsync(shared.Host);
        (await StatusAsync(shared.Host, Sign(header, With(payload, "exp", null), key))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Request_ExpiredToken_IsRejected()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var token = (await host.IssueAsync("admin", Role.Admin)).AccessToken;
        time.Advance(TimeSpan.FromSeconds(899));
        (await StatusAsync(host, token)).ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(1));
        using var client = host.ClientWith(token);
        using var response = await client.GetAsync("/api/admin/users", Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation))!.Message.ShouldBe("The access token has expired. Refresh it, or log in again.");
    }

    [Fact]
    public async Task Request_TokenOfARetiredKey_IsAcceptedUntilTheKeyExpires()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var (header, payload, key) = await PartsAsync(host);
        await host.Services.GetRequiredService<SigningKeys>().RotateAsync(Cancellation);
        // A token with a long lifetime, to test the key alone.
        payload["exp"] = time.GetUtcNow().AddYears(1).ToUnixTimeSeconds();
        var old = Sign(header, payload, key);
        (await StatusAsync(host, old)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, (await host.IssueAsync("admin")).AccessToken)).ShouldBe(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromMinutes(17));
        (await StatusAsync(host, old)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Request_OtherSchemeOrTwoTokens_IsRejected()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var token = (await host.IssueAsync("admin")).AccessToken;
        (await StatusAsync(host, "Basic YTpi", addScheme: false)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, $"Bearer {token}, Bearer {token}", addScheme: false)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, "Bearer", addScheme: false)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, $"bearer {token}", addScheme: false)).ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync($"/api/admin/users?access_token={token}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static Dictionary<string, Func<string>> Forge(JsonObject header, JsonObject payload, byte[] key, string genuine) => new()
    {
        ["empty"] = () => " ",
        ["garbage"] = () => "garbage",
        ["two dots"] = () => "..",
        ["not base64"] = () => "!!!.???.###",
        ["very long"] = () => new string('a', 5_000) + ".b.c",
        ["alg none without signature"] = () => Encode(With(header, "alg", "none")) + "." + Encode(payload) + ".",
        ["alg none with signature"] = () => Sign(With(header, "alg", "none"), payload, key),
        ["alg None"] = () => Encode(With(header, "alg", "None")) + "." + Encode(payload) + ".",
        ["alg HS256 with the key"] = () => Sign(With(header, "alg", "HS256"), payload, key, HMACSHA256.HashData),
        ["alg HS384 with the key"] = () => Sign(With(header, "alg", "HS384"), payload, key, HMACSHA384.HashData),
        ["alg RS256"] = () => Sign(With(header, "alg", "RS256"), payload, key),
        ["without alg"] = () => Sign(With(header, "alg", null), payload, key),
        ["other key"] = () => Sign(header, payload, RandomNumberGenerator.GetBytes(64)),
        ["empty key"] = () => Sign(header, payload, []),
        ["without signature"] = () => genuine[..(genuine.LastIndexOf('.') + 1)],
        ["truncated signature"] = () => genuine[..^20],
        ["changed payload"] = () => $"{genuine.Split('.')[0]}.{Encode(With(payload, "sub", "root"))}.{genuine.Split('.')[2]}",
        ["unknown kid"] = () => Sign(With(header, "kid", "unknown"), payload, key),
        ["without kid"] = () => Sign(With(header, "kid", null), payload, key),
        ["kid with a path"] = () => Sign(With(header, "kid", "../../secrets"), payload, key),
        ["other typ"] = () => Sign(With(header, "typ", "other"), payload, key),
        ["critical extension"] = () => Sign(With(header, "crit", new JsonArray("b64")), payload, key),
        ["unknown critical extension"] = () => Sign(With(header, "crit", new JsonArray("urn:example:extension")), payload, key),
        ["critical that is not a list"] = () => Sign(With(header, "crit", "b64"), payload, key),
        ["wrong issuer"] = () => Sign(header, With(payload, "iss", "other"), key),
        ["without issuer"] = () => Sign(header, With(payload, "iss", null), key),
        ["wrong audience"] = () => Sign(header, With(payload, "aud", "other"), key),
        ["without audience"] = () => Sign(header, With(payload, "aud", null), key),
        ["unknown role"] = () => Sign(header, With(payload, "role", "ROOT"), key),
        ["role is a number"] = () => Sign(header, With(payload, "role", 2), key),
        ["without session"] = () => Sign(header, With(payload, "sid", null), key),
        ["without subject"] = () => Sign(header, With(payload, "sub", null), key),
        ["not yet valid"] = () => Sign(header, With(payload, "nbf", 4_000_000_000), key),
    };

    private static async Task<(JsonObject Header, JsonObject Payload, byte[] Key)> PartsAsync(OrchestratorHost host)
    {
        var (header, payload) = Decode((await host.IssueAsync("admin", Role.Admin)).AccessToken);
        return (header, payload, (await host.Services.GetRequiredService<SigningKeys>().CurrentAsync(Cancellation)).Key.ToArray());
    }

    private static async Task<HttpStatusCode> StatusAsync(OrchestratorHost host, string token, bool addScheme = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/admin/users");
        request.Headers.TryAddWithoutValidation("Authorization", addScheme ? $"Bearer {token}" : token);
        using var response = await host.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    private static (JsonObject Header, JsonObject Payload) Decode(string token)
    {
        var parts = token.Split('.').Select(part => Base64Url.DecodeFromChars(part)).ToList();
        return (JsonNode.Parse(parts[0])!.AsObject(), JsonNode.Parse(parts[1])!.AsObject());
    }

    private static JsonObject With(JsonObject source, string name, JsonNode? value)
    {
        var copy = source.DeepClone().AsObject();
        copy.Remove(name);
        if (value is not null)
            copy[name] = value;
        return copy;
    }

    private static string Sign(JsonObject header, JsonObject payload, byte[] key, Func<byte[], byte[], byte[]>? algorithm = null)
    {
        var text = Encode(header) + "." + Encode(payload);
        return text + "." + Base64Url.EncodeToString((algorithm ?? HMACSHA512.HashData)(key, Encoding.ASCII.GetBytes(text)));
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    /// <summary>One host for all forgeries.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        private OrchestratorHost? _host;

        internal OrchestratorHost Host => _host!;

        public async ValueTask InitializeAsync() => _host = await OrchestratorHost.StartAsync(["identity:rate_limits:api_per_minute=10000"]);

        public ValueTask DisposeAsync() => _host!.DisposeAsync();
    }
}
