using Microsoft.Extensions.Configuration;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tests;

public class DicomWebOAuthOptionsTests
{
    private static readonly string[] Complete =
        ["Servers:main:Url=https://pacs/dicom-web", "Servers:main:TokenEndpoint=https://id/token", "Servers:main:ClientId=c", "Servers:main:ClientSecret=hidden"];

    [Fact]
    public void Configure_OnlyWhatIsRequired_KeepsTheDocumentedDefaults()
    {
        var options = Configured(Complete);

        options.Port.ShouldBe(8042);
        (options.RateLimitRequests, options.RateLimitWindowSeconds).ShouldBe((10, 60));
        var server = options.Servers["main"];
        (server.Scope, server.VerifySSL, server.TokenRefreshBufferSeconds, server.ProviderType).ShouldBe(("", "true", 300, ProviderType.Auto));
        server.JWTAlgorithms.ShouldBe(["RS256"]);
        var resilience = server.ResilienceConfig;
        (resilience.CircuitBreakerEnabled, resilience.CircuitBreakerFailureThreshold, resilience.CircuitBreakerTimeout).ShouldBe((false, 5, 60));
        (resilience.RetryMaxAttempts, resilience.RetryStrategy, resilience.RetryInitialDelay).ShouldBe((3, RetryStrategy.Exponential, 1));
        (resilience.RetryMultiplier, resilience.RetryMaxDelay, resilience.RetryIncrement).ShouldBe((2, null, 1));
        Mistakes(Complete).ShouldBeEmpty();
    }

    [Fact]
    public void Configure_EveryKey_IsTaken()
    {
        string[] pairs =
        [
            "port=1", "ConfigVersion=1.0", "RateLimitRequests=7", "RateLimitWindowSeconds=8", .. Complete,
            "Servers:main:Scope=read", "Servers:main:VerifySSL=false", "Servers:main:TokenRefreshBufferSeconds=9", "Servers:main:ProviderType=keycloak",
            "Servers:main:JWTAudience=one", "Servers:main:JWTIssuer=i", "Servers:main:JWTAlgorithms:0=ES256", "Servers:main:JWTAlgorithms:1=RS512",
            "Servers:main:ResilienceConfig:CircuitBreakerEnabled=true", "Servers:main:ResilienceConfig:RetryStrategy=linear",
            "Servers:main:ResilienceConfig:RetryMaxDelay=2.5",
        ];

        var options = Configured(pairs);

        (options.Port, options.ConfigVersion, options.RateLimitRequests, options.RateLimitWindowSeconds).ShouldBe((1, "1.0", 7, 8));
        var server = options.Servers["main"];
        (server.Scope, server.VerifySSL, server.TokenRefreshBufferSeconds, server.ProviderType).ShouldBe(("read", "false", 9, ProviderType.Keycloak));
        server.JWTAudience.ShouldBe(["one"]);
        server.JWTAlgorithms.ShouldBe(["ES256", "RS512"]);
        (server.ResilienceConfig.CircuitBreakerEnabled, server.ResilienceConfig.RetryStrategy, server.ResilienceConfig.RetryMaxDelay)
            .ShouldBe((true, RetryStrategy.Linear, 2.5));
    }

    [Fact]
    public void Validate_ManyMistakes_NamesThemAllWithKeyAndCode() =>
        Mistakes(
            "port=70000", "ConfigVersion=3", "RateLimitRequests=0", "Nonsense=1",
            "Servers:a b:Url=https://pacs", "Servers:a b:TokenEndpoint=ftp://id", "Servers:a b:ClientId=c", "Servers:a b:ClientSecret=hidden",
            "Servers:main:Url=https://user:hidden@pacs", "Servers:main:ClientId=c", "Servers:main:TokenRefreshBufferSeconds=3601",
            "Servers:main:ProviderType=mine", "Servers:main:JWTAlgorithms=HS256", "Servers:main:Colour=red", "Servers:main:VerifySSL=/no/such/file",
            "Servers:main:ResilienceConfig:RetryMaxAttempts=0", "Servers:main:ResilienceConfig:RetryInitialDelay=soon")
        .ShouldBe(
            [
                "dicom:ConfigVersion: '3' is not known; allowed are 1.0 and 2.0 (CFG-002).",
                "dicom:Nonsense: there is no such key; known are port, ConfigVersion, Servers, RateLimitRequests, RateLimitWindowSeconds (CFG-002).",
                "dicom:RateLimitRequests: 0 is not allowed; it is 1 or more (CFG-002).",
                "dicom:Servers:a b: the name of a server is 1 to 100 letters, digits, and any of . _ - (CFG-002).",
                "dicom:Servers:a b:TokenEndpoint: 'ftp://id' is not a URL that starts with http:// or https:// (CFG-002).",
                "dicom:Servers:main:ClientSecret: is required (CFG-001).",
                "dicom:Servers:main:Colour: there is no such key; known are Url, TokenEndpoint, ClientId, ClientSecret, Scope, VerifySSL, TokenRefreshBufferSeconds, ProviderType, JWTPublicKey, JWTAudience, JWTIssuer, JWTAlgorithms, JWTClockSkewSeconds, ResilienceConfig (CFG-002).",
                "dicom:Servers:main:JWTAlgorithms: 'HS256' is not one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 (CFG-002).",
                "dicom:Servers:main:ProviderType: 'mine' is not one of auto, azure, google, keycloak, generic, aws, azuremanagedidentity (CFG-002).",
                "dicom:Servers:main:ResilienceConfig:RetryInitialDelay: 'soon' is not a number (CFG-002).",
                "dicom:Servers:main:ResilienceConfig:RetryMaxAttempts: 0 is not allowed; it is 1 to 100 (CFG-002).",
                "dicom:Servers:main:TokenEndpoint: is required (CFG-001).",
                "dicom:Servers:main:TokenRefreshBufferSeconds: 3601 is not allowed; it is 0 to 3600 (CFG-002).",
                "dicom:Servers:main:Url: a URL here has no user and no password (CFG-002).",
                "dicom:Servers:main:VerifySSL: '/no/such/file' is neither true nor false nor a file with certificates in PEM form (CFG-002).",
                "dicom:port: 70000 is not a port; allowed are 1 to 65535, and 0 for any free one (CFG-002).",
            ]);

    [Fact]
    public void Validate_NoServer_IsCfg001() => Mistakes().ShouldBe(["dicom:Servers: there is no server; at least one is required (CFG-001)."]);

    [Theory]
    [InlineData("Servers=main", "dicom:Servers: must be a section with names (CFG-002).")]
    [InlineData("Servers:main=x", "dicom:Servers:main: must be a section with keys (CFG-002).")]
    public void Validate_WrongShape_SaysSo(string pair, string mistake) => Mistakes(pair).ShouldBe([mistake]);

    [Fact]
    public void Validate_ManagedIdentity_NeedsOnlyUrlAndScope()
    {
        Mistakes("Servers:main:Url=https://pacs", "Servers:main:ProviderType=AzureManagedIdentity", "Servers:main:Scope=https://dicom.azure").ShouldBeEmpty();
        Mistakes("Servers:main:Url=https://pacs", "Servers:main:ProviderType=azuremanagedidentity").ShouldBe(["dicom:Servers:main:Scope: is required (CFG-001)."]);
    }

    [Fact]
    public void Configure_Variables_ArePutInOnce()
    {
        string[] pairs = [.. Complete[..3], "Servers:main:ClientSecret=a-${SECRET}-${OTHER}", "Servers:main:TokenRefreshBufferSeconds=${BUFFER}"];

        var server = Configured(pairs).Servers["main"];

        server.ClientSecret.ShouldBe("a-${OTHER}-z");
        server.TokenRefreshBufferSeconds.ShouldBe(60);
    }

    [Fact]
    public void Validate_VariableNotSet_IsCfg003AndNothingElse() =>
        Mistakes([.. Complete[1..], "Servers:main:Url=${NOWHERE}", "Servers:main:TokenRefreshBufferSeconds=${NOTHING}"]).ShouldBe([
            "dicom:Servers:main:TokenRefreshBufferSeconds: the environment variable NOTHING is not set (CFG-003).",
            "dicom:Servers:main:Url: the environment variable NOWHERE is not set (CFG-003).",
        ]);

    [Fact]
    public void Validate_AnyMistake_NeverTellsASecret() =>
        string.Join('\n', Mistakes([.. Complete[1..], "Servers:main:Url=https://user:hidden@pacs"])).ShouldNotContain("hidden");

    private static DicomWebOAuthOptions Configured(params string[] pairs)
    {
        var options = new DicomWebOAuthOptions();
        Binding(pairs).Configure(options);
        return options;
    }

    private static IEnumerable<string> Mistakes(params string[] pairs) =>
        (Binding(pairs).Validate(null, Configured(pairs)).Failures ?? []).Order(StringComparer.Ordinal);

    private static DicomWebOAuthBinding Binding(string[] pairs) =>
        new(new ConfigurationBuilder()
            .AddInMemoryCollection(pairs.Select(p => p.Split('=', 2)).DistinctBy(p => p[0]).Select(p => KeyValuePair.Create("dicom:" + p[0], (string?)p[1])))
            .Build()
            .GetSection("dicom"), name => name switch { "SECRET" => "${OTHER}", "OTHER" => "z", "BUFFER" => "60", _ => null });
}
