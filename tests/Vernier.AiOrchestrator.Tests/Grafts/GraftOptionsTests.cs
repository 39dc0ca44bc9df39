using Microsoft.Extensions.Configuration;
using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Tests.Grafts;

public sealed class GraftOptionsTests
{
    [Fact]
    public void Read_Nothing_HasTheDocumentedDefaults()
    {
        var options = Read(out var failures);

        failures.ShouldBeEmpty();
        options.Agents.Select(agent => agent.Name).ShouldBe(["pm-v1", "qualifier-v1", "architect-v1", "developer-v1", "tester-v1", "writer-v1"]);
        options.Agents.ShouldAllBe(agent => agent.Timeout == TimeSpan.FromSeconds(300) && agent.Model == null);
        (options.MaxAttempts, options.RetryDelay, options.FailureThreshold, options.BreakDuration).ShouldBe((4, TimeSpan.FromSeconds(1), 5, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Read_Agents_ReplaceTheDefaults()
    {
        var options = Read(
            out var failures, "agents:0:name=security.v2", "agents:0:instructions=Find vulnerabilities.", "agents:0:model=m", "agents:0:timeout=60", "agents:0:reviews=true");

        failures.ShouldBeEmpty();
        new GraftAgents(options).All.ShouldBe([new GraftAgent("security.v2", "m", "Find vulnerabilities.", TimeSpan.FromMinutes(1), true)]);
        new GraftAgents(options).Find("pm-v1").ShouldBeNull();
    }

    [Theory]
    [InlineData("grafts:agents:0:name: a value is required.", "agents:0:instructions=a")]
    [InlineData("grafts:agents:0:instructions: a value is required.", "agents:0:name=a")]
    [InlineData("grafts:agents:0:name: invalid value 'PM'; must consist of 1 to 64 lowercase letters, digits, ., _ and -, and must start with a letter or digit.", "agents:0:name=PM", "agents:0:instructions=a")]
    [InlineData("grafts:agents:1:name: invalid value 'a'; must be unique.", "agents:0:name=a", "agents:0:instructions=a", "agents:1:name=a", "agents:1:instructions=a")]
    [InlineData("grafts:agents:0:timeout: invalid value '0'; must be between 0.001 and 86400 seconds.", "agents:0:name=a", "agents:0:instructions=a", "agents:0:timeout=0")]
    [InlineData("grafts:max_attempts: invalid value '0'; must be between 1 and 10.", "max_attempts=0")]
    [InlineData("grafts:failure_threshold: invalid value '0'; must be between 1 and 1000.", "failure_threshold=0")]
    [InlineData("grafts:retry_delay: invalid value '61'; must be between 0 and 60 seconds.", "retry_delay=61")]
    [InlineData("grafts:break_duration: invalid value '0'; must be between 0.001 and 86400 seconds.", "break_duration=0")]
    public void Read_InvalidValue_IsReported(string failure, params string[] settings)
    {
        Read(out var failures, settings);

        failures.Select(found => found.ToString()).ShouldBe([failure]);
    }

    [Fact]
    public void Read_TooManyAgents_IsReported()
    {
        Read(out var failures, [.. Enumerable.Range(0, 101).SelectMany(i => new[] { $"agents:{i}:name=a{i}", $"agents:{i}:instructions=a" })]);

        failures.Select(found => found.ToString()).ShouldBe(["grafts:agents: invalid value '101 entries'; must have at most 100 entries."]);
    }

    private static GraftOptions Read(out List<OptionFailure> failures, params string[] settings)
    {
        var pairs = settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"grafts:{pair[0]}", (string?)pair[1]));
        failures = [];
        return ValidatedOptions.Read<AiOrchestratorOptions>(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build(), failures).Grafts;
    }
}
