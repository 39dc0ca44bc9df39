using Microsoft.Extensions.Configuration;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.SignIn;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Tests.SignIn;

public sealed class SignInOptionsTests
{
    private static readonly string[] Github = ["name=github", "client_id=c", "client_secret=s"];

    private static readonly string[] Other =
    [
        "name=other", "client_id=c", "client_secret=s", "authorization_endpoint=https://id.example.org/authorize", "token_endpoint=https://id.example.org/token",
        "user_info_endpoint=https://id.example.org/userinfo",
    ];

    [Theory]
    [InlineData("github", "https://github.com/login/oauth/access_token", "id", "login", "read:user")]
    [InlineData("google", "https://oauth2.googleapis.com/token", "sub", "email", "openid email profile")]
    [InlineData("gitlab", "https://gitlab.com/oauth/token", "sub", "nickname", "openid profile")]
    public void Provider_Known_HasDefaults(string name, string tokenEndpoint, string subjectClaim, string userNameClaim, string scope)
    {
        var options = Read(out var failures, [$"name={name}", "client_id=c", "client_secret=s"]);

        failures.ShouldBeEmpty();
        var provider = new SignInProvider(options.Providers.Single());
        (provider.TokenEndpoint.AbsoluteUri, provider.SubjectClaim, provider.UserNameClaim, provider.Scope).ShouldBe((tokenEndpoint, subjectClaim, userNameClaim, scope));
    }

    [Fact]
    public void Provider_Other_IsBound()
    {
        var options = Read(out var failures, [.. Other, "registration_endpoint=https://id.example.org/register/c", "registration_token=t", "rotate=true", "subject_claim=uid"]);

        failures.ShouldBeEmpty();
        var provider = new SignInProvider(options.Providers.Single());
        (provider.RegistrationEndpoint?.AbsolutePath, provider.IsScheduled, provider.SubjectClaim, provider.ToString()).ShouldBe(("/register/c", true, "uid", "other"));
    }

    [Fact]
    public void Validate_ScheduledWithoutRegistrationEndpoint_IsAConfigurationError() =>
        FailureOf([.. Github, "rotate=true"]).ShouldBe("sign_in:providers:0:registration_endpoint: a value is required when rotate is true.");

    [Fact]
    public void Validate_RegistrationEndpointWithoutToken_IsAConfigurationError() =>
        FailureOf([.. Github, "registration_endpoint=https://x.example.org/r"]).ShouldBe("sign_in:providers:0:registration_token: a value is required when registration_endpoint is set.");

    [Fact]
    public void Validate_OtherProviderWithoutEndpoint_IsAConfigurationError() =>
        FailureOf([.. Other.Where(setting => !setting.StartsWith("token_endpoint", StringComparison.Ordinal))]).ShouldBe("sign_in:providers:0:token_endpoint: a value is required.");

    [Fact]
    public void Validate_PlainHttp_IsAConfigurationErrorBeyondThisMachine()
    {
        FailureOf([.. Github, "token_endpoint=http://id.example.org/token"])
            .ShouldBe("sign_in:providers:0:token_endpoint: invalid value 'http://id.example.org/token'; must be an https URL, because secrets are sent to it.");
        Read(out var failures, [.. Github, "token_endpoint=http://127.0.0.1:9/token"]);
        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Validate_SameNameTwice_IsAConfigurationError()
    {
        Read(out var failures, Github, Github);

        failures.Select(failure => failure.ToString()).ShouldBe(["sign_in:providers:1:name: invalid value 'github'; must be unique."]);
    }

    private static string FailureOf(string[] settings)
    {
        Read(out var failures, settings);
        return failures.ShouldHaveSingleItem().ToString();
    }

    private static SignInOptions Read(out List<OptionFailure> failures, params string[][] providers)
    {
        var pairs = providers.SelectMany((settings, i) => settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"sign_in:providers:{i}:{pair[0]}", (string?)pair[1])));
        failures = [];
        return ValidatedOptions.Read<AiOrchestratorOptions>(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build(), failures).SignIn;
    }
}
