using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;
using Vernier.AiOrchestrator.SignIn;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.SignIn;

public sealed class ClientSecretTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ProviderHttp _http = new(TimeProvider.System);
    private readonly RecordingLogger<ClientSecret> _log = new();
    private readonly UnreliableStore _store;
    private OAuth2ProviderStandIn _provider = null!;
    private ClientSecret _secret = null!;

    public ClientSecretTests() => _store = new UnreliableStore(new FileSecretStore(_folder.Combine("secrets"), TimeProvider.System));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string PendingFolder => _folder.Combine("pending");

    public async ValueTask InitializeAsync()
    {
        _provider = await OAuth2ProviderStandIn.StartAsync();
        _secret = New();
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
        _provider.Violations.ShouldBeEmpty();
        foreach (var secret in new[] { "client-secret", "registration-token" })
            _log.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoadAsync_NewInstallation_StoresTheConfiguredSecret()
    {
        (await _secret.LoadAsync(Cancellation)).ShouldBe(_time.GetUtcNow());

        (await _secret.CurrentAsync(Cancellation)).ShouldBe(OAuth2ProviderStandIn.InitialSecret);
        Directory.Exists(PendingFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task LoadAsync_ConfigurationUnchanged_KeepsTheRotatedSecret()
    {
        await _secret.RotateAsync(Cancellation);

        (await New().CurrentAsync(Cancellation)).ShouldBe(_provider.ClientSecret);
    }

    [Fact]
    public async Task LoadAsync_ConfigurationChanged_StoresTheNewSecret()
    {
        await _secret.RotateAsync(Cancellation);

        var changed = New("secret-that-the-operator-set");

        (await changed.CurrentAsync(Cancellation)).ShouldBe("secret-that-the-operator-set");
        _log.Lines[^1].ShouldBe("Information: Secret oauth2-example: the configured client secret and registration token are in use.");
    }

    [Fact]
    public async Task RotateAsync_Twice_StoresSecretAndTokenOfEach()
    {
        await _secret.LoadAsync(Cancellation);
        _time.Advance(TimeSpan.FromDays(90));

        (await _secret.RotateAsync(Cancellation)).ShouldBe(_time.GetUtcNow());
        await _secret.RotateAsync(Cancellation);

        await ShouldBeInSyncAsync();
        _provider.Updates.ShouldBe(2);
        (await _secret.LoadAsync(Cancellation)).ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task RotateAsync_ProviderReplacesTokensOnRead_StoresThem()
    {
        _provider.ReplacesTokenOnRead = true;

        await _secret.RotateAsync(Cancellation);

        await ShouldBeInSyncAsync();
    }

    [Fact]
    public async Task RotateAsync_UnchangedSecret_FailsAndStoresTheNewToken()
    {
        _provider.KeepsSecret = true;

        var exception = await FailAsync(SecretFailure.Invalid);

        exception.Message.ShouldStartWith("example returned the same client secret.");
        await ShouldBeInSyncAsync();
    }

    [Fact]
    public async Task RotateAsync_ResponseWithoutSecret_ReadsIt()
    {
        _provider.HidesSecret = true;

        await _secret.RotateAsync(Cancellation);

        await ShouldBeInSyncAsync();
    }

    [Fact]
    public async Task RotateAsync_ResponseLost_ReadsTheNewSecret()
    {
        (_provider.LostResponses, _provider.KeepsToken) = (1, true);

        await _secret.RotateAsync(Cancellation);

        _provider.Updates.ShouldBe(1);
        await ShouldBeInSyncAsync();
    }

    [Fact]
    public async Task RotateAsync_ResponseAndTokenLost_FailsWithTheRemedy()
    {
        _provider.LostResponses = 1;

        await FailAsync(SecretFailure.Unavailable);

        _log.Lines[^1].ShouldStartWith("Error: Secret oauth2-example: the response of example was lost, so that the client secret may have changed.");
        (await FailAsync(SecretFailure.Invalid)).Message.ShouldContain("Get a new one from the provider, and set client_secret and registration_token.");
    }

    [Fact]
    public async Task RotateAsync_ChangedAtTheProvider_StoresThatSecretWithoutAnUpdate()
    {
        _provider.KeepsToken = true;
        await New(pendingFolder: "other").RotateAsync(Cancellation);
        // As if that host had stopped before it stored the result.
        var configured = ClientCredentials.Of((await _store.ReadAsync("oauth2-example", Cancellation))!) with { ClientSecret = OAuth2ProviderStandIn.InitialSecret };
        await _store.WriteAsync("oauth2-example", configured.ToValues(), (await _store.ReadAsync("oauth2-example", Cancellation))!.Version, Cancellation);

        await _secret.RotateAsync(Cancellation);

        _provider.Updates.ShouldBe(1);
        await ShouldBeInSyncAsync();
    }

    [Theory]
    [InlineData(401, "Invalid", "responded with status 401 (unknown error). The registration token is not valid. Get a new one from the provider")]
    [InlineData(404, "Invalid", "responded with status 404 (unknown error).")]
    [InlineData(429, "Unavailable", "responded with status 429 (unknown error).")]
    [InlineData(503, "Unavailable", "responded with status 503 (unknown error).")]
    public async Task RotateAsync_ProviderFails_ReportsTheStatusOnly(int status, string failure, string message)
    {
        _provider.RegistrationStatus = status;

        var exception = await FailAsync(Enum.Parse<SecretFailure>(failure));

        exception.Message.ShouldContain(message);
        exception.ToString().ShouldNotContain("hidden");
        _provider.RegistrationStatus = 0;
        await _secret.RotateAsync(Cancellation);
        await ShouldBeInSyncAsync();
    }

    [Fact]
    public async Task RotateAsync_StoreRejectsWrites_DoesNotContactTheProvider()
    {
        await _secret.LoadAsync(Cancellation);
        _store.WritesLeft = 0;

        await FailAsync(SecretFailure.Unavailable);

        _provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task RotateAsync_StoreFailsAfterTheUpdate_KeepsTheNewSecret()
    {
        await _secret.LoadAsync(Cancellation);
        _store.WritesLeft = 1;

        (await FailAsync(SecretFailure.Unavailable)).Message.ShouldStartWith("example has issued new credentials, but the secret store does not accept them: The store is sealed.");

        // In use at once, and after a restart.
        (await _secret.CurrentAsync(Cancellation)).ShouldBe(_provider.ClientSecret);
        _log.Lines[^1].ShouldStartWith($"Error: Secret oauth2-example: the provider issued new credentials, but the secret store does not accept them. They are kept encrypted in {PendingFolder}");
        _store.WritesLeft = int.MaxValue;
        var restarted = New();
        await restarted.LoadAsync(Cancellation);
        (await restarted.CurrentAsync(Cancellation)).ShouldBe(_provider.ClientSecret);
        await ShouldBeInSyncAsync();
        (await new PendingSecrets(PendingFolder, TimeProvider.System).FindAsync("oauth2-example", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task RotateAsync_AfterAFailedStore_StoresWithoutAnotherUpdate()
    {
        await _secret.LoadAsync(Cancellation);
        _store.WritesLeft = 1;
        await FailAsync(SecretFailure.Unavailable);
        var issued = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(15));
        await FailAsync(SecretFailure.Unavailable);
        _store.WritesLeft = int.MaxValue;

        (await _secret.RotateAsync(Cancellation)).ShouldBe(issued);

        _provider.Updates.ShouldBe(1);
        await ShouldBeInSyncAsync();
    }

    [Fact]
    public async Task LoadAsync_PendingSecretOlderThanTheStoredOne_IsDiscarded()
    {
        var pending = new PendingSecrets(PendingFolder, TimeProvider.System);
        await _secret.LoadAsync(Cancellation);
        await pending.KeepAsync("oauth2-example", (await _store.ReadAsync("oauth2-example", Cancellation))!.Values, Cancellation);
        _time.Advance(TimeSpan.FromDays(1));
        var other = New(pendingFolder: "other");
        await other.RotateAsync(Cancellation);

        await New().LoadAsync(Cancellation);

        await ShouldBeInSyncAsync();
        (await pending.FindAsync("oauth2-example", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task RotateAsync_OtherClientAtTheAddress_Fails()
    {
        var secret = New(clientId: "client-2");

        (await Should.ThrowAsync<SecretException>(secret.RotateAsync(Cancellation))).Message.ShouldContain("describes another client than the configured client_id");
    }

    [Fact]
    public async Task RotateAsync_Canceled_StopsBeforeTheUpdate()
    {
        await _secret.LoadAsync(Cancellation);
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(_secret.RotateAsync(canceled.Token));

        _provider.Updates.ShouldBe(0);
    }

    private async Task<SecretException> FailAsync(SecretFailure failure)
    {
        var exception = await Should.ThrowAsync<SecretException>(_secret.RotateAsync(Cancellation));
        exception.Failure.ShouldBe(failure);
        exception.ToString().ShouldNotContain("client-secret-");
        exception.ToString().ShouldNotContain("registration-token");
        return exception;
    }

    /// <summary>The store has what the provider has issued.</summary>
    private async Task ShouldBeInSyncAsync()
    {
        var stored = ClientCredentials.Of((await _store.ReadAsync("oauth2-example", Cancellation))!);
        (stored.ClientSecret, stored.RegistrationToken).ShouldBe((_provider.ClientSecret, _provider.RegistrationToken));
    }

    private ClientSecret New(string secret = OAuth2ProviderStandIn.InitialSecret, string clientId = OAuth2ProviderStandIn.ClientId, string pendingFolder = "pending")
    {
        var provider = new SignInProvider(new SignInProviderOptions
        {
            Name = "example",
            ClientId = clientId,
            ClientSecret = secret,
            RegistrationEndpoint = new Uri(_provider.Address, $"register/{OAuth2ProviderStandIn.ClientId}"),
            RegistrationToken = OAuth2ProviderStandIn.InitialToken,
        });
        return new ClientSecret(provider, new ClientRegistration(_http), _store, new PendingSecrets(_folder.Combine(pendingFolder), TimeProvider.System), null, _time, _log);
    }
}
