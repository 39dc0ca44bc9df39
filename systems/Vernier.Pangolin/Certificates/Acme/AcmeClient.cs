using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>A client of an ACME server (RFC 8555) for certificates of one host name, validated with HTTP-01. Not thread-safe.</summary>
internal sealed class AcmeClient : IDisposable
{
    private const int MaxTokenLength = 200;

    private static readonly TimeSpan FirstPollDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxPollDelay = TimeSpan.FromSeconds(10);

    /// <summary>How long an authorization or an order may take.</summary>
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMinutes(3);

    private readonly AcmeHttp _http;
    private readonly AcmeKey _key;
    private readonly AcmeDirectory _directory;
    private readonly AcmeSession _session;
    private readonly TimeProvider _time;

    private AcmeClient(AcmeHttp http, AcmeKey key, AcmeDirectory directory, TimeProvider time)
    {
        _http = http;
        _key = key;
        _directory = directory;
        _time = time;
        _session = new AcmeSession(http, key, directory);
    }

    /// <summary>The URL of the account; null before it is known.</summary>
    public Uri? Account
    {
        get => _session.Account;
        set => _session.Account = value;
    }

    /// <summary>Reads the directory of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="key">The key of the account. The caller disposes it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="AcmeException">The server is unavailable, or is not an ACME server.</exception>
    public static async Task<AcmeClient> ConnectAsync(AcmeServer server, AcmeKey key, TimeProvider time, CancellationToken cancellation)
    {
        var http = new AcmeHttp(server, time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Directory);
            var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (!response.IsSuccess)
                throw http.Failure(response, "did not return its directory");
            var json = response.Json ?? throw http.Invalid("the directory is not JSON");
            return new AcmeClient(http, key, new AcmeDirectory(
                AcmeSession.UrlOf(http, json["newNonce"], "newNonce"),
                AcmeSession.UrlOf(http, json["newAccount"], "newAccount"),
                AcmeSession.UrlOf(http, json["newOrder"], "newOrder"),
                json["meta"] is JsonObject meta && meta["externalAccountRequired"] is JsonValue required && required.GetValueKind() == JsonValueKind.True), time);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Creates the account of the key, or finds the one that exists, and sets <see cref="Account"/>.</summary>
    /// <exception cref="AcmeException">The server is unavailable or rejects the account.</exception>
    public async Task RegisterAsync(AcmeRegistration registration, CancellationToken cancellation)
    {
        if (_directory.RequiresExternalAccount && registration.ExternalKey is null)
            throw new AcmeException(AcmeEvent.Failed, $"{_http.Server} requires an external account. Set external_account_id and external_account_key.");
        var payload = new JsonObject { ["termsOfServiceAgreed"] = true };
        if (registration.Contacts.Count > 0)
            payload["contact"] = new JsonArray([.. registration.Contacts.Select(contact => JsonValue.Create($"mailto:{contact}"))]);
        if (registration is { ExternalId: { } id, ExternalKey: { } externalKey })
            payload["externalAccountBinding"] = AcmeJws.BindExternalAccount(_key, id, externalKey, _directory.NewAccount);
        Account = null;
        var response = await _session.SendAsync(_directory.NewAccount, payload, "rejected the account", cancellation).ConfigureAwait(false);
        if (TextOf(response.Json, "status") is { } status && status != "valid")
            throw new AcmeException(AcmeEvent.Failed, $"{_http.Server} reports that the account is {status}. Delete its row in pangolin_acme_accounts to create another account.");
        Account = LocationOf(response);
    }

    /// <summary>Orders a certificate.</summary>
    /// <exception cref="AcmeException">The server is unavailable or rejects the order.</exception>
    public async Task<AcmeOrder> OrderAsync(string host, CancellationToken cancellation)
    {
        var payload = new JsonObject { ["identifiers"] = new JsonArray(new JsonObject { ["type"] = "dns", ["value"] = host }) };
        var response = await _session.SendAsync(_directory.NewOrder, payload, $"rejected the order for {host}", cancellation).ConfigureAwait(false);
        var order = JsonOf(response);
        return new AcmeOrder(
            LocationOf(response),
            [.. (order["authorizations"] as JsonArray ?? []).Select(url => _session.UrlOf(url, "authorizations"))],
            _session.UrlOf(order["finalize"], "finalize"));
    }

    /// <summary>Returns the challenge of an authorization; null if the account is authorized already.</summary>
    /// <exception cref="AcmeException">The server is unavailable, or it does not offer HTTP-01.</exception>
    public async Task<AcmeChallenge?> ChallengeAsync(Uri authorization, string host, CancellationToken cancellation)
    {
        var json = JsonOf(await _session.GetAsync(authorization, $"did not return the authorization for {host}", cancellation).ConfigureAwait(false));
        if (TextOf(json, "status") == "valid")
            return null;
        var challenge = (json["challenges"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(challenge => TextOf(challenge, "type") == "http-01")
            ?? throw new AcmeException(AcmeEvent.Failed, $"{_http.Server} does not offer the challenge HTTP-01 for {host}.");
        // The token becomes part of a path.
        if (TextOf(challenge, "token") is not { Length: > 0 and <= MaxTokenLength } token || !token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw _http.Invalid("the token of the challenge is not base64url");
        return new AcmeChallenge(authorization, _session.UrlOf(challenge["url"], "url"), token);
    }

    /// <summary>Asks the server to validate a challenge, and waits for the result.</summary>
    /// <exception cref="AcmeException">The challenge failed, or the server is unavailable.</exception>
    public async Task ValidateAsync(AcmeChallenge challenge, string host, CancellationToken cancellation)
    {
        await _session.SendAsync(challenge.Url, [], $"did not accept the challenge for {host}", cancellation).ConfigureAwait(false);
        var authorization = await PollAsync(challenge.Authorization, $"the authorization for {host}", status => status is "pending" or "processing", cancellation).ConfigureAwait(false);
        if (TextOf(authorization, "status") == "valid")
            return;
        var problem = (authorization["challenges"] as JsonArray)?.OfType<JsonObject>().Select(each => each["error"]).FirstOrDefault(error => error is not null);
        throw new AcmeException(AcmeEvent.ChallengeFailed, $"{_http.Server} could not validate {host}: {AcmeProblem.Describe(problem, isChallenge: true)}") { Problem = AcmeProblem.TypeOf(problem) };
    }

    /// <summary>Requests the certificate of an order whose authorizations are valid.</summary>
    /// <returns>The certificate and those of the issuers as PEM.</returns>
    /// <exception cref="AcmeException">The server is unavailable or rejects the request.</exception>
    public async Task<string> FinalizeAsync(AcmeOrder order, byte[] signingRequest, string host, CancellationToken cancellation)
    {
        var payload = new JsonObject { ["csr"] = Base64Url.EncodeToString(signingRequest) };
        await _session.SendAsync(order.Finalize, payload, $"rejected the certificate request for {host}", cancellation).ConfigureAwait(false);
        var json = await PollAsync(order.Url, $"the order for {host}", status => status is "ready" or "processing", cancellation).ConfigureAwait(false);
        if (TextOf(json, "status") != "valid")
            throw new AcmeException(AcmeEvent.Failed, $"{_http.Server} rejected the order for {host}: {AcmeProblem.Describe(json["error"], isChallenge: false)}");
        var url = _session.UrlOf(json["certificate"], "certificate");
        return (await _session.GetAsync(url, $"did not return the certificate for {host}", cancellation).ConfigureAwait(false)).Body;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> PollAsync(Uri url, string what, Func<string?, bool> isPending, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        for (var delay = FirstPollDelay; ; delay = delay * 2 < MaxPollDelay ? delay * 2 : MaxPollDelay)
        {
            var response = await _session.GetAsync(url, $"did not return {what}", cancellation).ConfigureAwait(false);
            var json = JsonOf(response);
            if (!isPending(TextOf(json, "status")))
                return json;
            var wait = response.RetryAfter > delay ? response.RetryAfter.Value : delay;
            if (_time.GetElapsedTime(started) + wait > PollTimeout)
                throw new AcmeException(AcmeEvent.ServerUnavailable, $"{_http.Server} did not complete {what} within {PollTimeout.TotalMinutes} minutes.") { RetryAfter = response.RetryAfter };
            await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
        }
    }

    private JsonObject JsonOf(AcmeResponse response) => response.Json ?? throw _http.Invalid("the body is not a JSON object");

    private Uri LocationOf(AcmeResponse response) => _session.UrlOf(response.Location?.OriginalString, "Location");

    private static string? TextOf(JsonObject? json, string member) =>
        json?[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
