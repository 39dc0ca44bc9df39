using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Vernier.AiOrchestrator.Tests.SignIn;

/// <summary>
/// A stand-in for an OAuth2 provider with one client: the authorization code flow with PKCE (RFC 6749, RFC 7636), user information, and client management
/// (RFC 7592), whose failures a test controls. It checks each request: what the specifications do not allow is a violation.
/// </summary>
internal sealed class OAuth2ProviderStandIn : IAsyncDisposable
{
    public const string ClientId = "client-1";
    public const string InitialSecret = "initial-client-secret";
    public const string InitialToken = "initial-registration-token";

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _codes = new();
    private int _next;

    private OAuth2ProviderStandIn()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public Uri Address => new(_application.Urls.Single());

    public string ClientSecret { get; private set; } = InitialSecret;

    public string RegistrationToken { get; private set; } = InitialToken;

    /// <summary>What the user information endpoint returns.</summary>
    public JsonObject User { get; set; } = new() { ["sub"] = "4711", ["preferred_username"] = "Ada" };

    /// <summary>The error of the authorization endpoint; null if the user agrees.</summary>
    public string? Refusal { get; set; }

    /// <summary>Updates do not change the secret.</summary>
    public bool KeepsSecret { get; set; }

    /// <summary>Updates leave the secret out of the response.</summary>
    public bool HidesSecret { get; set; }

    /// <summary>Reading the registration issues a new registration token.</summary>
    public bool ReplacesTokenOnRead { get; set; }

    /// <summary>Updates do not change the registration token.</summary>
    public bool KeepsToken { get; set; }

    /// <summary>How many of the next updates are executed although their response is lost.</summary>
    public int LostResponses { get; set; }

    /// <summary>The status of the next requests to the registration endpoint; 0 for normal operation.</summary>
    public int RegistrationStatus { get; set; }

    /// <summary>The status of the next requests to the token endpoint; 0 for normal operation.</summary>
    public int TokenStatus { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> Violations { get; } = new();

    public int Updates => Requests.Count(request => request == "PUT /register/client-1");

    public static async Task<OAuth2ProviderStandIn> StartAsync()
    {
        var provider = new OAuth2ProviderStandIn();
        await provider._application.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    /// <summary>The settings of the orchestrator for this provider.</summary>
    public IEnumerable<string> Settings(string name = "example", bool rotate = true) =>
    [
        $"sign_in:providers:0:name={name}", $"sign_in:providers:0:client_id={ClientId}", $"sign_in:providers:0:client_secret={InitialSecret}",
        $"sign_in:providers:0:authorization_endpoint={Address}authorize?tenant=1", $"sign_in:providers:0:token_endpoint={Address}token",
        $"sign_in:providers:0:user_info_endpoint={Address}userinfo", "sign_in:providers:0:scopes:0=openid", "sign_in:providers:0:scopes:1=profile",
        .. rotate
            ? [$"sign_in:providers:0:registration_endpoint={Address}register/{ClientId}", $"sign_in:providers:0:registration_token={InitialToken}", "sign_in:providers:0:rotate=true"]
            : (IEnumerable<string>)[],
    ];

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task HandleAsync(HttpContext http)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        return (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET", "/authorize") => AuthorizeAsync(http),
            ("POST", "/token") => IssueTokenAsync(http),
            ("GET", "/userinfo") => http.Request.Headers.Authorization == "Bearer access-token-1" ? WriteAsync(http, 200, User) : FailAsync(http, 401, "invalid_token"),
            ("GET" or "PUT", $"/register/{ClientId}") => ManageAsync(http),
            _ => ViolateAsync(http, $"{http.Request.Method} {http.Request.Path} does not exist."),
        };
    }

    private Task AuthorizeAsync(HttpContext http)
    {
        var query = http.Request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Single()!);
        if (query.GetValueOrDefault("response_type") != "code" || query.GetValueOrDefault("client_id") != ClientId || query.GetValueOrDefault("code_challenge_method") != "S256"
            || query.GetValueOrDefault("code_challenge")?.Length != 43 || query.GetValueOrDefault("state") is not { Length: >= 22 } state || query.GetValueOrDefault("scope") != "openid profile"
            || query.GetValueOrDefault("tenant") != "1")
        {
            return ViolateAsync(http, $"Invalid authorization request: {http.Request.QueryString}.");
        }
        var code = $"code-{Interlocked.Increment(ref _next)}";
        _codes[code] = query;
        var result = Refusal is null ? ("code", code) : ("error", Refusal);
        http.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { [result.Item1] = result.Item2, ["state"] = state }));
        return Task.CompletedTask;
    }

    private async Task IssueTokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (TokenStatus != 0)
        {
            await FailAsync(http, TokenStatus, "server_error");
            return;
        }
        if (form["grant_type"] != "authorization_code" || form["client_id"] != ClientId || !form.ContainsKey("client_secret"))
            Violations.Enqueue("Invalid token request.");
        if (form["client_secret"] != ClientSecret)
        {
            await FailAsync(http, 401, "invalid_client");
            return;
        }
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        // A code is valid once.
        if (!_codes.TryRemove(form["code"].ToString(), out var request) || request["code_challenge"] != challenge || request["redirect_uri"] != form["redirect_uri"])
            await FailAsync(http, 400, "invalid_grant");
        else
            await WriteAsync(http, 200, new JsonObject { ["access_token"] = "access-token-1", ["token_type"] = "Bearer", ["expires_in"] = 60 });
    }

    private async Task ManageAsync(HttpContext http)
    {
        if (RegistrationStatus != 0)
        {
            await FailAsync(http, RegistrationStatus, "hidden-error");
            return;
        }
        if (http.Request.Headers.Authorization != $"Bearer {RegistrationToken}")
        {
            await FailAsync(http, 401, "invalid_token");
            return;
        }
        if (http.Request.Method == "GET")
        {
            if (ReplacesTokenOnRead)
                RegistrationToken = $"registration-token-{++_next}";
            await WriteAsync(http, 200, Describe(hasSecret: true));
            return;
        }
        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        string[] forbidden = ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"];
        foreach (var member in body.Select(member => member.Key).Intersect(forbidden))
            Violations.Enqueue($"An update must not contain {member}.");
        if (body["client_id"]?.GetValue<string>() != ClientId || body["redirect_uris"] is not JsonArray || body["client_name"]?.GetValue<string>() != "Orchestrator")
            Violations.Enqueue("An update must contain client_id and all metadata, because it replaces them.");
        if (body.ContainsKey("client_secret") && body["client_secret"]!.GetValue<string>() != ClientSecret)
            Violations.Enqueue("An update must not choose a secret.");

        if (!KeepsSecret)
            ClientSecret = $"client-secret-{++_next}";
        if (!KeepsToken)
            RegistrationToken = $"registration-token-{++_next}";
        if (LostResponses-- > 0)
            http.Abort();
        else
            await WriteAsync(http, 200, Describe(!HidesSecret));
    }

    private JsonObject Describe(bool hasSecret)
    {
        var client = new JsonObject
        {
            ["client_id"] = ClientId,
            ["client_id_issued_at"] = 1,
            ["client_secret_expires_at"] = 0,
            ["client_name"] = "Orchestrator",
            ["redirect_uris"] = new JsonArray("https://orchestrator.example.org/callback"),
            ["registration_access_token"] = RegistrationToken,
            ["registration_client_uri"] = $"{Address}register/{ClientId}",
        };
        if (hasSecret)
            client["client_secret"] = ClientSecret;
        return client;
    }

    private static Task FailAsync(HttpContext http, int status, string error) => WriteAsync(http, status, new JsonObject { ["error"] = error, ["error_description"] = "hidden-description" });

    private static Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body);
    }

    private Task ViolateAsync(HttpContext http, string violation)
    {
        Violations.Enqueue(violation);
        return FailAsync(http, 400, "invalid_request");
    }
}
