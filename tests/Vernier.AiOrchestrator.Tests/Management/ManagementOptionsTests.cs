using Microsoft.Extensions.Options;

namespace Vernier.AiOrchestrator.Tests.Management;

public sealed class ManagementOptionsTests
{
    [Theory]
    [InlineData("management:endpoints:web:exposure:include=health,env", "management:endpoints:web:exposure:include: invalid value 'env'; must consist of health, info, metrics, prometheus")]
    [InlineData("management:endpoints:web:exposure:exclude=health", "management:endpoints:web:exposure:exclude: unknown key; allowed keys are include")]
    [InlineData("management:endpoint:health=true", "management:endpoint: unknown key; allowed keys are endpoints, metrics.")]
    [InlineData("management:metrics:export:prometheus:enabled=yes", "management:metrics:export:prometheus:enabled: invalid value 'yes'; must be true or false")]
    [InlineData("management:metrics:tags:repository=a", "management:metrics:tags:repository: is the name of a label that metrics have; choose another name")]
    [InlineData("management:metrics:tags:le=a", "management:metrics:tags:le: is the name of a label that metrics have; choose another name")]
    [InlineData("management:metrics:tags:my-team=a", "management:metrics:tags:my-team: is not a valid label name; allowed are letters, digits and _, not beginning with a digit or __")]
    [InlineData("management:metrics:tags=a", "management:metrics:tags")]
    public async Task Start_InvalidSetting_ReportsKeyValueAndRuleOnce(string setting, string message)
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => OrchestratorHost.StartAsync([setting]));

        var failure = exception.Failures.ShouldHaveSingleItem();
        failure.ShouldContain(message);
    }
}
