using Microsoft.Extensions.Configuration;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class SecretOptionsTests
{
    [Fact]
    public void Read_AllKeys_AreBound()
    {
        var options = Read(
            out var failures, "directory=/run/secrets", "rotation:jwt=0 0 3 1 * ?", "rotation:oauth2=0 0 4 1 * ?", "vault:address=https://vault:8200/", "vault:role_id=r",
            "vault:secret_id=s", "vault:namespace=team/a", "vault:mount=kv", "vault:path=apps/one", "vault:timeout=2.5");

        failures.ShouldBeEmpty();
        (options.Directory, options.Rotation.Jwt, options.Rotation.Oauth2).ShouldBe(("/run/secrets", "0 0 3 1 * ?", "0 0 4 1 * ?"));
        (options.Vault!.RoleId, options.Vault.SecretId, options.Vault.Namespace, options.Vault.Mount, options.Vault.Path).ShouldBe(("r", "s", "team/a", "kv", "apps/one"));
        options.Vault.Timeout.ShouldBe(TimeSpan.FromSeconds(2.5));
    }

    [Theory]
    [InlineData("secrets:vault:address: a value is required.", "vault:token=t")]
    [InlineData("secrets:vault:address: invalid value 'ftp://vault'; must be an absolute http or https URL without user name, password and fragment.", "vault:address=ftp://vault", "vault:token=t")]
    [InlineData("secrets:vault:token: a value is required, or role_id and secret_id.", "vault:address=https://vault")]
    [InlineData("secrets:vault:token: invalid value '***'; must not be set together with role_id or secret_id.", "vault:address=https://vault", "vault:token=t", "vault:role_id=r", "vault:secret_id=s")]
    [InlineData("secrets:vault:secret_id: a value is required when role_id is set.", "vault:address=https://vault", "vault:role_id=r")]
    [InlineData("secrets:vault:role_id: a value is required when secret_id is set.", "vault:address=https://vault", "vault:secret_id=s")]
    [InlineData("secrets:vault:token: invalid value '***'; must consist of printable ASCII characters.", "vault:address=https://vault", "vault:token=a\nb")]
    [InlineData("secrets:vault:ca_file: invalid value '/missing.pem'; must be the path of a PEM file with certificates.", "vault:address=https://vault", "vault:token=t", "vault:ca_file=/missing.pem")]
    [InlineData("secrets:vault:path: invalid value '../x'; must consist of segments of letters, digits, - and _, separated by /.", "vault:address=https://vault", "vault:token=t", "vault:path=../x")]
    [InlineData("secrets:vault:timeout: invalid value '0'; must be between 0.1 and 60 seconds.", "vault:address=https://vault", "vault:token=t", "vault:timeout=0")]
    [InlineData("secrets:rotation:jwt: invalid value 'monthly'; must be a Quartz cron expression such as '0 0 2 1 * ?'.", "rotation:jwt=monthly")]
    [InlineData("secrets:rotation:oauth2: invalid value '0 0 2 30 2 ?'; must be a Quartz cron expression such as '0 0 2 1 * ?' that has fire times in the future.", "rotation:oauth2=0 0 2 30 2 ?")]
    public void Read_InvalidValue_IsReported(string failure, params string[] settings)
    {
        Read(out var failures, settings);

        failures.Select(found => found.ToString()).ShouldBe([failure]);
    }

    private static SecretOptions Read(out List<OptionFailure> failures, params string[] settings)
    {
        var pairs = settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"secrets:{pair[0]}", (string?)pair[1]));
        failures = [];
        return ValidatedOptions.Read<AiOrchestratorOptions>(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build(), failures).Secrets;
    }
}
