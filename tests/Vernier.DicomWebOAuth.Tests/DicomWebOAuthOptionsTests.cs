using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Configuration;
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
        (options.RateLimitRequests, options.RateLimitWindow).ShouldBe((10, TimeSpan.FromSeconds(60)));
        var server = options.Servers["main"];
        (server.Scope, server.VerifySSL, server.TokenRefreshBuffer, server.ProviderType).ShouldBe(("", "true", TimeSpan.FromSeconds(300), ProviderType.Auto));
        server.JWTAlgorithms.ShouldBe(["RS256"]);
        server.JWTClockSkew.ShouldBe(TimeSpan.FromSeconds(300));
        var resilience = server.ResilienceConfig;
        (resilience.CircuitBreakerEnabled, resilience.CircuitBreakerFailureThreshold, resilience.CircuitBreakerTimeout).ShouldBe((false, 5, TimeSpan.FromSeconds(60)));
        (resilience.RetryMaxAttempts, resilience.RetryStrategy, resilience.RetryInitialDelay).ShouldBe((3, RetryStrategy.Exponential, TimeSpan.FromSeconds(1)));
        (resilience.RetryMultiplier, resilience.RetryMaxDelay, resilience.RetryIncrement).ShouldBe((2, null, TimeSpan.FromSeconds(1)));
        Failures(Complete).ShouldBeEmpty();
    }

    [Fact]
    public void Configure_EveryKey_IsTaken()
    {
        string[] pairs =
        [
            "port=1", "ConfigVersion=1.0", "RateLimitRequests=7", "RateLimitWindowSeconds=8", .. Complete,
            "Servers:main:Scope=read", "Servers:main:VerifySSL=false", "Servers:main:TokenRefreshBufferSeconds=9", "Servers:main:ProviderType=keycloak",
            "Servers:main:JWTAudience=one", "Servers:main:JWTIssuer=i", "Servers:main:JWTAlgorithms:0=ES256", "Servers:main:JWTAlgorithms:1=RS512",
            "Servers:main:JWTClockSkewSeconds=30",
            "Servers:main:ResilienceConfig:CircuitBreakerEnabled=true", "Servers:main:ResilienceConfig:RetryStrategy=linear",
            "Servers:main:ResilienceConfig:RetryMaxDelay=2.5",
        ];

        var options = Configured(pairs);

        (options.Port, options.ConfigVersion, options.RateLimitRequests, options.RateLimitWindow).ShouldBe((1, "1.0", 7, TimeSpan.FromSeconds(8)));
        var server = options.Servers["main"];
        (server.Scope, server.VerifySSL, server.TokenRefreshBuffer, server.ProviderType).ShouldBe(("read", "false", TimeSpan.FromSeconds(9), ProviderType.Keycloak));
        server.JWTAudience.ShouldBe(["one"]);
        server.JWTAlgorithms.ShouldBe(["ES256", "RS512"]);
        server.JWTClockSkew.ShouldBe(TimeSpan.FromSeconds(30));
        (server.ResilienceConfig.CircuitBreakerEnabled, server.ResilienceConfig.RetryStrategy, server.ResilienceConfig.RetryMaxDelay)
            .ShouldBe((true, RetryStrategy.Linear, TimeSpan.FromSeconds(2.5)));
    }

    [Fact]
    public void Validate_ManyInvalidSettings_NamesThemAllWithKeyAndCode() =>
        Failures(
            "port=70000", "ConfigVersion=3", "RateLimitRequests=0", "Nonsense=1",
            "Servers:a b:Url=https://pacs", "Servers:a b:TokenEndpoint=ftp://id", "Servers:a b:ClientId=c", "Servers:a b:ClientSecret=hidden",
            "Servers:main:Url=https://user:hidden@pacs", "Servers:main:ClientId=c", "Servers:main:TokenRefreshBufferSeconds=3601",
            "Servers:main:ProviderType=mine", "Servers:main:JWTAlgorithms=HS256", "Servers:main:Color=red", "Servers:main:VerifySSL=/no/such/file",
            "Servers:main:ResilienceConfig:RetryMaxAttempts=0", "Servers:main:ResilienceConfig:RetryInitialDelay=soon")
        .ShouldBe(
            [
                "dicom:ConfigVersion: invalid value '3'; must be one of 1.0, 2.0 (CFG-002).",
                "dicom:Nonsense: unknown key; allowed keys are port, AllowedHosts, AllowedOrigins, AllowUnauthenticatedRemote, ConfigVersion, Servers, RateLimitRequests, RateLimitWindowSeconds (CFG-002).",
                "dicom:RateLimitRequests: invalid value '0'; must be 1 or more (CFG-002).",
                "dicom:Servers:a b: the name of a server must consist of 1 to 100 letters, digits, and any of . _ - (CFG-002).",
                "dicom:Servers:a b:TokenEndpoint: invalid value 'ftp://id'; must be an absolute http or https URL without user name, password and fragment (CFG-002).",
                "dicom:Servers:main:ClientSecret: a value is required (CFG-001).",
                "dicom:Servers:main:Color: unknown key; allowed keys are Url, TokenEndpoint, ClientId, ClientSecret, Scope, VerifySSL, TokenRefreshBufferSeconds, ProviderType, JWTPublicKey, JWTAudience, JWTIssuer, JWTAlgorithms, JWTClockSkewSeconds, ResilienceConfig (CFG-002).",
                "dicom:Servers:main:JWTAlgorithms: invalid value 'HS256'; must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 (CFG-002).",
                "dicom:Servers:main:ProviderType: invalid value 'mine'; must be one of auto, azure, google, keycloak, generic, aws, azuremanagedidentity (CFG-002).",
                "dicom:Servers:main:ResilienceConfig:RetryInitialDelay: invalid value 'soon'; must be a number of seconds, or a duration such as 00:01:30 (CFG-002).",
                "dicom:Servers:main:ResilienceConfig:RetryMaxAttempts: invalid value '0'; must be between 1 and 100 (CFG-002).",
                "dicom:Servers:main:TokenEndpoint: a value is required (CFG-001).",
                "dicom:Servers:main:TokenRefreshBufferSeconds: invalid value '3601'; must be between 0 and 3600 seconds (CFG-002).",
                "dicom:Servers:main:Url: invalid value '***'; must be an absolute http or https URL without user name, password and fragment (CFG-002).",
                "dicom:Servers:main:VerifySSL: invalid value '/no/such/file'; must be true, false or the path of a PEM file with certificates (CFG-002).",
                "dicom:port: invalid value '70000'; must be a port from 1 to 65535, or 0 for any free port (CFG-002).",
            ]);

    [Fact]
    public void Validate_NoServer_IsCfg001() => Failures().ShouldBe(["dicom:Servers: at least one server is required (CFG-001)."]);

    [Theory]
    [InlineData("Servers=main", "dicom:Servers: invalid value 'main'; must be a section with names as keys (CFG-002).")]
    [InlineData("Servers:main=x", "dicom:Servers:main: invalid value 'x'; must be a section with keys (CFG-002).")]
    public void Validate_WrongShape_Fails(string pair, string message) => Failures(pair).ShouldBe([message]);

    [Fact]
    public void Validate_ManagedIdentity_NeedsOnlyUrlAndScope()
    {
        Failures("Servers:main:Url=https://pacs", "Servers:main:ProviderType=AzureManagedIdentity", "Servers:main:Scope=https://dicom.azure").ShouldBeEmpty();
        Failures("Servers:main:Url=https://pacs", "Servers:main:ProviderType=azuremanagedidentity").ShouldBe(["dicom:Servers:main:Scope: a value is required (CFG-001)."]);
    }

    [Fact]
    public void Configure_Variables_AreExpandedOnce()
    {
        string[] pairs = [.. Complete[..3], "Servers:main:ClientSecret=a-${SECRET}-${OTHER}", "Servers:main:TokenRefreshBufferSeconds=${BUFFER}"];

        var server = Configured(pairs).Servers["main"];

        server.ClientSecret.ShouldBe("a-${OTHER}-z");
        server.TokenRefreshBuffer.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Validate_VariableNotSet_IsCfg003AndNothingElse() =>
        Failures([.. Complete[1..], "Servers:main:Url=${NOWHERE}", "Servers:main:TokenRefreshBufferSeconds=${NOTHING}"]).ShouldBe([
            "dicom:Servers:main:TokenRefreshBufferSeconds: the environment variable NOTHING is not set (CFG-003).",
            "dicom:Servers:main:Url: the environment variable NOWHERE is not set (CFG-003).",
        ]);

    [Fact]
    public void Validate_UrlWithAPassword_DoesNotShowIt() =>
        string.Join('\n', Failures([.. Complete[1..], "Servers:main:Url=https://user:hidden@pacs"])).ShouldNotContain("hidden");

    private static DicomWebOAuthOptions Configured(params string[] pairs) => Read(pairs, out _);

    private static IEnumerable<string> Failures(params string[] pairs)
    {
        Read(pairs, out var failures);
        return failures.Select(f => f.ToString()).Order(StringComparer.Ordinal);
    }

    private static DicomWebOAuthOptions Read(string[] pairs, out List<OptionFailure> failures)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(pairs.Select(p => p.Split('=', 2)).DistinctBy(p => p[0]).Select(p => KeyValuePair.Create("dicom:" + p[0], (string?)p[1])))
            .Build()
            .GetSection("dicom");
        var settings = new ValidatedOptionsSettings
        {
            Variables = name => name switch { "SECRET" => "${OTHER}", "OTHER" => "z", "BUFFER" => "60", _ => null },
            Codes = DicomWebOAuthServiceCollectionExtensions.Settings.Codes,
        };
        return ValidatedOptions.Read<DicomWebOAuthOptions>(section, failures = [], settings);
    }
}
