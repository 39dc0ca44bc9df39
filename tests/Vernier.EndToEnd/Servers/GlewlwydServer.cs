using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Vernier.Testing;

namespace Vernier.EndToEnd.Servers;

/// <summary>
/// A real Glewlwyd (an OAuth2 server) with one client that may request tokens with its credentials. It can be killed and restarted with the same port and
/// data. With pages, people can sign in with a browser, and it signs ID tokens with a published key.
/// </summary>
internal sealed class GlewlwydServer : IAsyncDisposable
{
    /// <summary>The only client.</summary>
    public const string ClientId = "gateway";

    /// <summary>The scope that the client must request.</summary>
    public const string Scope = "dicom";

    private const string Modules = "/usr/lib/glewlwyd";
    private const string Schema = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3";
    private const string Plugin = "oidc";
    private const string Pages = "/usr/share/glewlwyd/webapp";
    private const string PagesConfiguration = "/etc/glewlwyd/config-2.7.json/config.json";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private readonly HttpClient _administrator = new(new SocketsHttpHandler { UseProxy = false });
    private readonly bool _hasPages;
    private ServerProcess? _process;

    private GlewlwydServer(bool hasPages) => _hasPages = hasPages;

    /// <summary>The scope that a user grants to a registered client.</summary>
    public const string UserScope = "orchestrator";

    /// <summary>The token endpoint.</summary>
    public Uri TokenAddress => new($"{Api}{Plugin}/token");

    /// <summary>The issuer of ID tokens.</summary>
    public string Issuer => $"{Api}{Plugin}";

    private string Root => $"http://{(_hasPages ? "localhost" : "127.0.0.1")}:{_port}";

    private string Api => $"{Root}/api/";

    /// <summary>Starts a server with a new database.</summary>
    /// <param name="clientSecret">The secret of <see cref="ClientId"/>.</param>
    /// <param name="hasPages">Whether it serves its pages for people.</param>
    public static async Task<GlewlwydServer> StartNewAsync(string clientSecret, bool hasPages = false)
    {
        var server = new GlewlwydServer(hasPages);
        try
        {
            var sqlite = InstalledProgram.Find("sqlite3", package: "sqlite3, which glewlwyd needs");
            (await new Command(sqlite, server._folder.Combine("glewlwyd.db")).RunAsync(await File.ReadAllTextAsync(Schema))).Succeeded();
            if (hasPages)
                server.CopyPages();
            await server.StartAsync();
            await server.ConfigureAsync(clientSecret);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var configuration = _folder.Write("glewlwyd.conf", $$"""
            port = {{_port}}
            bind_address = "127.0.0.1"
            external_url = "{{Root}}"
            login_url = "login.html"
            api_prefix = "api"
            log_mode = "console"
            log_level = "WARNING"
            cookie_domain = "{{new Uri(Root).Host}}"
            cookie_secure = false
            session_key = "GLEWLWYD2_SESSION_ID"
            admin_scope = "g_admin"
            profile_scope = "g_profile"
            user_module_path = "{{Modules}}/user"
            client_module_path = "{{Modules}}/client"
            user_auth_scheme_module_path = "{{Modules}}/scheme"
            plugin_module_path = "{{Modules}}/plugin"
            hash_algorithm = "SHA512"
            {{(_hasPages ? StaticFiles() : "")}}
            database = { type = "sqlite3", path = "{{_folder.Combine("glewlwyd.db")}}" };
            """);
        var command = new Command(InstalledProgram.Find("glewlwyd", package: "glewlwyd"), $"--config-file={configuration}") { WorkingFolder = _folder.FullName };
        _process = await ServerProcess.StartAsync(command, async token =>
        {
            // Any response shows that the server is ready.
            using var response = await Readiness.Http.GetAsync(new Uri(Api), token);
            return true;
        });
    }

    /// <summary>Sets the lifetime of new tokens.</summary>
    public async Task SetLifetimeAsync(int seconds)
    {
        await SendAsync(HttpMethod.Put, $"mod/plugin/{Plugin}", PluginSettings(seconds));
        await SendAsync(HttpMethod.Put, $"mod/plugin/{Plugin}/reset", null);
    }

    /// <summary>The address of an endpoint of the OpenID Connect plugin, such as <c>auth</c>.</summary>
    public Uri Endpoint(string name) => new($"{Api}{Plugin}/{name}");

    /// <summary>Registers a client (RFC 7591) for the authorization code flow and returns the response.</summary>
    public async Task<JsonObject> RegisterAsync(string redirectUri)
    {
        var client = new JsonObject
        {
            ["client_name"] = "Orchestrator",
            ["redirect_uris"] = new JsonArray(redirectUri),
            ["response_types"] = new JsonArray("code"),
            ["token_endpoint_auth_method"] = "client_secret_post",
        };
        using var response = await _administrator.PostAsJsonAsync(Endpoint("register"), client);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Creates a user and returns a browser in which the user has logged in and has granted <see cref="UserScope"/> to a client.</summary>
    public async Task<HttpClient> LogInAsync(string user, string clientId)
    {
        const string password = "a password of the tests";
        await SendAsync(HttpMethod.Post, "scope/", new JsonObject { ["name"] = UserScope, ["password_required"] = false, ["scheme"] = new JsonObject() });
        await SendAsync(HttpMethod.Post, "user/?source=database", new JsonObject
        {
            ["username"] = user,
            ["password"] = password,
            ["name"] = user,
            ["scope"] = new JsonArray(UserScope, "g_profile"),
            ["enabled"] = true,
        });
        var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var login = await browser.PostAsJsonAsync($"{Api}auth/", new { username = user, password });
        login.EnsureSuccessStatusCode();
        using var grant = await browser.PutAsJsonAsync($"{Api}auth/grant/{clientId}", new { scope = UserScope });
        grant.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>Creates a client for the authorization code flow with PKCE, and a user who has granted it the scope <c>openid</c>.</summary>
    public async Task AddClientAsync(string clientId, string secret, string redirectUri, string user, string password, string email)
    {
        await SendAsync(HttpMethod.Post, "client/?source=database", new JsonObject
        {
            ["client_id"] = clientId,
            ["name"] = clientId,
            ["confidential"] = true,
            ["client_secret"] = secret,
            // It compares the credentials in the header Authorization with the password of the client.
            ["password"] = secret,
            ["authorization_type"] = new JsonArray("code"),
            ["token_endpoint_auth_method"] = new JsonArray("client_secret_basic", "client_secret_post"),
            ["scope"] = new JsonArray("openid"),
            ["redirect_uri"] = new JsonArray(redirectUri),
            ["enabled"] = true,
        });
        await SendAsync(HttpMethod.Post, "user/?source=database", new JsonObject
        {
            ["username"] = user,
            ["password"] = password,
            ["name"] = user,
            ["email"] = email,
            ["scope"] = new JsonArray("openid", "g_profile"),
            ["enabled"] = true,
        });
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var login = await browser.PostAsJsonAsync($"{Api}auth/", new { username = user, password });
        login.EnsureSuccessStatusCode();
        using var grant = await browser.PutAsJsonAsync($"{Api}auth/grant/{clientId}", new { scope = "openid" });
        grant.EnsureSuccessStatusCode();
    }

    /// <summary>Kills the server, as a crash of the machine would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _administrator.Dispose();
        _folder.Dispose();
    }

    private async Task ConfigureAsync(string clientSecret)
    {
        // The account that its schema creates. The session is kept in a cookie.
        await SendAsync(HttpMethod.Post, "auth/", new JsonObject { ["username"] = "admin", ["password"] = "password" });
        await SendAsync(HttpMethod.Post, "mod/plugin/", PluginSettings(3600));
        await SendAsync(HttpMethod.Post, "scope/", new JsonObject { ["name"] = Scope, ["password_required"] = false, ["scheme"] = new JsonObject() });
        await SendAsync(HttpMethod.Post, "client/?source=database", new JsonObject
        {
            ["client_id"] = ClientId,
            ["confidential"] = true,
            ["client_secret"] = clientSecret,
            ["authorization_type"] = new JsonArray("client_credentials"),
            ["token_endpoint_auth_method"] = new JsonArray("client_secret_post"),
            ["scope"] = new JsonArray(Scope),
            ["redirect_uri"] = new JsonArray(),
            ["enabled"] = true,
        });
    }

    private JsonObject PluginSettings(int lifetime)
    {
        var settings = BasicPluginSettings(lifetime);
        if (!_hasPages)
            return settings;
        using var certificate = TestCertificate.Create();
        using var key = certificate.GetRSAPrivateKey()!;
        var parameters = settings["parameters"]!.AsObject();
        parameters["jwt-type"] = "rsa";
        parameters["key"] = key.ExportPkcs8PrivateKeyPem();
        parameters["cert"] = certificate.ExportCertificatePem();
        parameters["auth-type-id-token-enabled"] = true;
        parameters["pkce-required"] = true;
        parameters["jwks-show"] = true;
        parameters["subject-type"] = "public";
        parameters["secret-type"] = "pairwise";
        parameters["email-claim"] = "mandatory";
        return settings;
    }

    private JsonObject BasicPluginSettings(int lifetime) => new()
    {
        ["module"] = "oidc",
        ["name"] = Plugin,
        ["parameters"] = new JsonObject
        {
            ["iss"] = $"{Api}{Plugin}",
            ["jwt-type"] = "sha",
            ["jwt-key-size"] = "256",
            ["key"] = "a key of the tests",
            ["access-token-duration"] = lifetime,
            ["refresh-token-duration"] = 3600,
            ["code-duration"] = 600,
            ["refresh-token-rolling"] = true,
            ["allow-non-oidc"] = true,
            ["auth-type-client-enabled"] = true,
            ["auth-type-code-enabled"] = true,
            ["pkce-allowed"] = true,
            ["register-client-allowed"] = true,
            ["register-client-management-allowed"] = true,
            ["register-client-auth-scope"] = new JsonArray(),
            ["secret-type"] = "user",
            ["address-claim"] = new JsonObject { ["type"] = "no" },
            ["name-claim"] = "mandatory",
            ["email-claim"] = "no",
            ["scope-claim"] = "no",
        },
    };

    /// <summary>Copies the pages: the server does not follow the links of the package.</summary>
    private void CopyPages()
    {
        var target = _folder.Combine("web");
        foreach (var file in Directory.EnumerateFiles(Pages, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Pages, file));
            // The package has a folder in its place.
            if (Path.GetFileName(file) == "config.json")
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        File.Copy(PagesConfiguration, Path.Combine(target, "config.json"));
    }

    private string StaticFiles() => $$"""
        static_files_path = "{{_folder.Combine("web")}}"
        static_files_mime_types = (
          { extension = ".html" mime_type = "text/html" },
          { extension = ".js" mime_type = "application/javascript" },
          { extension = ".css" mime_type = "text/css" },
          { extension = ".json" mime_type = "application/json" }
        )
        """;

    private async Task SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, Api + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _administrator.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"Glewlwyd responded to {method} {path} with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
