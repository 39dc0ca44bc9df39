using Microsoft.Extensions.Options;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class SignInOptionsTests
{
    [Theory]
    [InlineData("sign_in:public_ports:0=70000", "must be a port from 1 to 65535")]
    [InlineData("sign_in:audit_retention=1", "between 3600 and 315360000 seconds")]
    [InlineData("sign_in:smtp:port=25", "sign_in:smtp:host")]
    [InlineData("sign_in:smtp:from=sender", "must be an e-mail address")]
    [InlineData("sign_in:smtp:user=mailer", "sign_in:smtp:password")]
    [InlineData("sign_in:providers:0:issuer=http://id.example.test", "must be an https URL, because secrets are sent to it")]
    [InlineData("sign_in:providers:0:issuer=https://id.example.test/?a=b", "must not have a query")]
    [InlineData("sign_in:providers:0:name=Bad Name", "lowercase letters, digits and -")]
    [InlineData("sign_in:providers:0:scopes:0=email", "must contain openid")]
    public async Task Settings_Invalid_AreReported(string setting, string expected)
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => PangolinHost.StartAsync([setting]));
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task Credentials_WithoutEncryption_AreForThisMachineOnly()
    {
        string[] settings = ["sign_in:smtp:user=mailer", "sign_in:smtp:password=secret of the mailer", "sign_in:smtp:from=a@example.org", "sign_in:smtp:encryption=none"];
        var error = await Should.ThrowAsync<OptionsValidationException>(() => PangolinHost.StartAsync([.. settings, "sign_in:smtp:host=mail.example.org"]));
        error.Message.ShouldContain("because the password is sent to the server");
        error.Message.ShouldNotContain("secret of the mailer");
        await using var host = await PangolinHost.StartAsync([.. settings, "sign_in:smtp:host=127.0.0.1"]);
    }

    [Fact]
    public async Task Providers_WithTheSameName_AreReported()
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => PangolinHost.StartAsync([
            "sign_in:providers:0:name=a", "sign_in:providers:0:issuer=https://id.example.test", "sign_in:providers:0:client_id=x",
            "sign_in:providers:1:name=a", "sign_in:providers:1:issuer=https://id.example.test", "sign_in:providers:1:client_id=x",
        ]));
        error.Message.ShouldContain("sign_in:providers:1:name");
        error.Message.ShouldContain("must be unique");
    }
}
