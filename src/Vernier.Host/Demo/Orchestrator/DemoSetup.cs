using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Host.Demo.LocalProvider;

namespace Vernier.Host.Demo.Orchestrator;

/// <summary>
/// Adds the accounts of the demo with their rate limits, and what happens in it: the agent <see cref="UnstableAgent"/> and the models of the highest
/// and the lowest complexity fail at times, and the signing key is rotated. Configured values take precedence.
/// </summary>
/// <param name="accounts">The accounts.</param>
/// <param name="configuration">The configuration of the host.</param>
internal sealed class DemoSetup(DemoAccounts accounts, IConfiguration configuration) : IPostConfigureOptions<AiOrchestratorOptions>
{
    private const string Section = "systems:ai-orchestrator";

    /// <summary>Its model is slower than its timeout for 40 seconds, then works for 40 seconds.</summary>
    public const string UnstableAgent = "unstable-v1";

    public void PostConfigure(string? name, AiOrchestratorOptions options)
    {
        foreach (var account in options.Identity.Users.Where(account => DemoAccounts.Names.Contains(account.Name)))
            accounts.Use(account.Name, account.Password);
        var added = DemoAccounts.Names.Except(options.Identity.Users.Select(account => account.Name));
        options.Identity.Users = [.. options.Identity.Users, .. added.Select(account => new AccountOptions { Name = account, Password = accounts.PasswordOf(account) })];
        options.Identity.RateLimits.DedicatedAccounts = [.. options.Identity.RateLimits.DedicatedAccounts, .. DemoAccounts.Names];
        options.Grafts.Agents = [.. options.Grafts.Agents, new GraftAgentOptions
        {
            Name = UnstableAgent,
            Model = LocalModels.Unstable,
            Timeout = TimeSpan.FromSeconds(1),
            Instructions = "You are an assistant. Summarize the work so far.",
        }];
        var section = configuration.GetSection(Section);
        // Fast enough to show an open circuit and the recovery in each outage of the model.
        if (section["grafts:failure_threshold"] is null)
            options.Grafts.FailureThreshold = 2;
        if (section["grafts:max_attempts"] is null)
            options.Grafts.MaxAttempts = 2;
        if (section["grafts:break_duration"] is null)
            options.Grafts.BreakDuration = TimeSpan.FromSeconds(15);
        // The first one fails over to the secondary leg, the second one fails.
        if (!section.GetSection("models").Exists())
        {
            options.Models.Primary.Models = new Dictionary<string, string>(options.Models.Primary.Models) { ["VERY_HIGH"] = LocalModels.Unstable, ["TRIVIAL"] = LocalModels.Unstable };
            options.Models.Secondary!.Models = new Dictionary<string, string>(options.Models.Secondary.Models) { ["TRIVIAL"] = LocalModels.Unstable };
        }
        // Round trips are measured although the clients of the demo stay for only a few seconds.
        if (section["web_socket:ping_interval"] is null)
            options.WebSocket.PingInterval = TimeSpan.FromSeconds(1);
        // Each minute. Retired keys stay valid for as long as access tokens.
        if (section["secrets:rotation:jwt"] is null)
            options.Secrets.Rotation.Jwt = "0 * * * * ?";
        // A watcher that has lost its connection for good does not resolve its flag.
        if (section["runs:flag_timeout"] is null)
            options.Runs.FlagTimeout = TimeSpan.FromMinutes(1);
        // The demo starts thousands of runs per day.
        if (section["runs:retention"] is null)
            options.Runs.Retention = TimeSpan.FromHours(1);
    }
}
