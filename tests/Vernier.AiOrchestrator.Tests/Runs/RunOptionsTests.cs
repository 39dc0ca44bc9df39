using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class RunOptionsTests
{
    [Theory]
    [InlineData("runs:max_concurrent_runs=0")]
    [InlineData("runs:agent_timeout=00:00:00.05")]
    [InlineData("runs:agent_timeouts:DEVELOPER=2.00:00:00")]
    [InlineData("runs:max_task_bytes=16777217")]
    [InlineData("runs:max_grafts_per_run=-1")]
    [InlineData("runs:lease_duration=00:00:00.5")]
    [InlineData("runs:drain_timeout=02:00:00")]
    [InlineData("runs:flag_timeout=-1")]
    [InlineData("runs:retention=0")]
    [InlineData("runs:cleanup_interval=0")]
    public async Task Start_InvalidSetting_FailsWithItsKey(string setting)
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => OrchestratorHost.StartAsync([setting]));
        exception.Message.ShouldContain(setting.Split('=')[0]);
    }

    [Fact]
    public async Task Start_DrainTimeoutAboveTheShutdownTimeout_FailsWithBoth()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => OrchestratorHost.StartAsync(["runs:drain_timeout=31"]));
        exception.Failures.ShouldBe(
            ["systems:ai_orchestrator:runs:drain_timeout: invalid value '31'; must not exceed the shutdown timeout of the application, 30 seconds (HostOptions.ShutdownTimeout)."]);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-0.001)]
    public async Task Start_ShutdownTimeoutIsLongerOrInfinite_AllowsTheDrainTimeout(double shutdownSeconds)
    {
        await using var host = await OrchestratorHost.StartAsync(
            ["runs:drain_timeout=31"], services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(shutdownSeconds)));
        host.Logs.ToString().ShouldNotContain("drain_timeout");
    }

    [Fact]
    public async Task Start_TimeoutOfAnUnknownAgent_FailsWithTheAgents()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => OrchestratorHost.StartAsync(["runs:agent_timeouts:CEO=60"]));
        exception.Message.ShouldContain("must be one of PM, QUALIFIER, ARCHITECT, DEVELOPER, TESTER, WRITER");
        exception.Message.ShouldContain("CEO");
    }

    [Fact]
    public void TimeoutOf_AgentsWithAndWithoutTheirOwn_ReturnsIt()
    {
        var options = new RunOptions { AgentTimeouts = new Dictionary<string, TimeSpan> { ["DEVELOPER"] = TimeSpan.FromHours(1) } };
        options.TimeoutOf(AgentType.Developer).ShouldBe(TimeSpan.FromHours(1));
        options.TimeoutOf(AgentType.Pm).ShouldBe(TimeSpan.FromMinutes(10));
    }
}
