// A stand-in for an OpenID Connect provider that can send what a correct provider never sends. The end-to-end tests use a real provider.
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>
/// A stand-in for an OpenID Connect provider: discovery, keys, an authorization endpoint that signs in at once, a token endpoint that verifies PKCE, and user info.
/// </summary>
internal sealed class OidcProviderStandIn : IAsyncDisposable
{
    public const string ClientId = "pangolin";

    public const string Secret = "secret of the client";

    private readonly WebApplication _application;
    private readonly Dictionary<string, (string Challenge, string Nonce)> _codes = [];
    private RSA _rsa = RSA.Create(2048);
    private string _keyId = "key-1";

    private OidcProviderStandIn(WebApplication application) => _application = application;

    public string Issuer => _application.Urls.First();

    /// <summary>The claims of the user in addition to those of the protocol.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "u-1", ["email"] = "ada@example.org", ["email_verified"] = true };

    /// <summary>Claims that replace those of the protocol, such as <c>aud</c>.</summary>
    public Dictionary<string, object> Replaced { get; } = [];

    /// <summary>Claims that the ID token does not have.</summary>
    public HashSet<string> Omitted { get; } = [];

    /// <summary>Headers of the ID token in addition to those of the protocol.</summary>
    public Dictionary<string, object> Headers { get; } = [];

    /// <summary>What the user info has; null for no endpoint.</summary>
    public JsonObject? UserInfo { get; set; }

    /// <summary>A response that replaces <see cref="UserInfo"/>; null for none.</summary>
    public string? UserInfoText { get; set; }

    /// <summary>Changes the ID token before it is sent.</summary>
    public Func<string, string> Change { get; set; } = token => token;

    /// <summary>Signs with the client secret instead of the key.</summary>
    public bool SignsWithSecret { get; set; }

    /// <summary>The difference of the clock of the provider.</summary>
    public TimeSpan Clock { get; set; }

    /// <summary>How often the keys were read.</summary>
    public int KeyReads { get; private set; }

    /// <summary>Settings of a server with this provider.</summary>
    public IEnumerable<string> Settings =>
    [
        "sign_in:providers:0:name=test", "sign_in:providers:0:display_name=Test provider", $"sign_in:providers:0:issuer={Issuer}",
        $"sign_in:providers:0:client_id={ClientId}", $"sign_in:providers:0:client_secret={Secret}",
    ];

    public static async Task<OidcProviderStandIn> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var provider = new OidcProviderStandIn(application);
        application.Run(provider.HandleAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    /// <summary>Replaces the key.</summary>
    public void Rotate()
    {
        _rsa = RSA.Create(2048);
        _keyId += "x";
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _rsa.Dispose();
    }

    private Task HandleAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => WriteAsync(http, Metadata()),
        "/keys" => WriteAsync(http, Keys()),
        "/auth" => AuthorizeAsync(http),
        "/token" => TokenAsync(http),
        "/userinfo" when UserInfoText is not null => http.Response.WriteAsync(UserInfoText),
        "/userinfo" when UserInfo is not null => WriteAsync(http, UserInfo),
        _ => Task.FromResult(http.Response.StatusCode = StatusCodes.Status404NotFound),
    };

    private JsonObject Metadata()
    {
        var metadata = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/auth",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
        };
        if (UserInfo is not null)
            metadata["userinfo_endpoint"] = $"{Issuer}/userinfo";
        return metadata;
    }

    private JsonObject Keys()
    {
        KeyReads++;
        var key = _rsa.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = _keyId,
                ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                ["e"] = Base64UrlEncoder.Encode(key.Exponent),
            }),
        };
    }

    private Task AuthorizeAsync(HttpContext http)
    {
        var query = http.Request.Query;
        query["code_challenge_method"].ToString().ShouldBe("S256");
        var code = Guid.NewGuid().ToString("N");
        _codes.Add(code, (query["code_challenge"].ToString(), query["nonce"].ToString()));
        http.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(Secret)}"));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (http.Request.Headers.Authorization != basic || !_codes.Remove(form["code"].ToString(), out var issued) || issued.Challenge != challenge)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteAsync(http, new JsonObject { ["error"] = "invalid_grant" });
            return;
        }
        await WriteAsync(http, new JsonObject { ["access_token"] = "an access token", ["token_type"] = "Bearer", ["id_token"] = Change(IdToken(issued.Nonce)) });
    }

    private string IdToken(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow() + Clock;
        var claims = new Dictionary<string, object>(Claims)
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["nonce"] = nonce,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in Replaced)
            claims[name] = value;
        foreach (var name in Omitted)
            claims.Remove(name);
        SecurityKey key = SignsWithSecret
            ? new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(Secret.PadRight(32))) { KeyId = _keyId }
            : new RsaSecurityKey(_rsa) { KeyId = _keyId };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            AdditionalHeaderClaims = Headers,
            SigningCredentials = new SigningCredentials(key, SignsWithSecret ? SecurityAlgorithms.HmacSha256 : SecurityAlgorithms.RsaSha256),
        });
    }

    private static Task WriteAsync(HttpContext http, JsonObject json)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(json));
    }
}
