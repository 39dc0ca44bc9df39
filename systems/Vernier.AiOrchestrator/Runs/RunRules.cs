using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>Validates what callers request. Each violation is a <see cref="RequestException"/> with the value and what is allowed. Thread-safe.</summary>
internal sealed partial class RunRules(GraftAgents agents, IOptions<AiOrchestratorOptions> options)
{
    private const int MaxReasonLength = 500;
    private const int MaxKeyLength = 200;

    private static readonly TimeSpan MaxGraftTimeout = TimeSpan.FromHours(1);

    private readonly RunOptions _options = options.Value.Runs;

    public int MaxGrafts => _options.MaxGraftsPerRun;

    public void Check(RunRequest request)
    {
        if (!RepositoryPattern().IsMatch(request.Repository))
        {
            throw RunErrors.Invalid($"{RunErrors.Show(request.Repository)} is not a valid repository. It must be owner/name; owner and name consist of 1 to 100 "
                + "letters, digits, '.', '_' and '-', and are not '.' or '..'.");
        }
        if (string.IsNullOrWhiteSpace(request.Task))
            throw RunErrors.Invalid("The task is empty. Describe what the agents have to do.");
        CheckText("task", request.Task);
        if (Encoding.UTF8.GetByteCount(request.Task) > _options.MaxTaskBytes)
            throw new RequestException(413, $"The task exceeds the limit of {_options.MaxTaskBytes} bytes.");
        if (request.Grafts.Count > MaxGrafts)
            throw RunErrors.Invalid($"The run has {request.Grafts.Count} grafts. At most {MaxGrafts} are allowed.");
        foreach (var graft in request.Grafts)
            Check(graft);
    }

    public void Check(GraftRequest graft)
    {
        if (agents.Find(graft.Agent) is null)
        {
            var known = agents.All.Count > 0 ? $"The configured agents are {string.Join(", ", agents.All.Select(agent => agent.Name))}." : "No graft agents are configured.";
            throw RunErrors.Invalid($"{RunErrors.Show(graft.Agent)} is not a graft agent. {known}");
        }
        if (!Checkpoints.Contains(graft.After))
        {
            throw RunErrors.Invalid($"Grafts cannot be inserted after {EnumNames<AgentType>.Of(graft.After)}. The checkpoints are "
                + $"{string.Join(", ", Checkpoints.Select(EnumNames<AgentType>.Of))}.");
        }
        if (graft.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout > MaxGraftTimeout))
            throw RunErrors.Invalid($"{timeout.TotalMilliseconds} is not a valid timeout of a graft. It must be 1 to {MaxGraftTimeout.TotalMilliseconds} milliseconds.");
    }

    /// <summary>The agents after which grafts can be inserted.</summary>
    public static IReadOnlyList<AgentType> Checkpoints { get; } = [AgentType.Pm, AgentType.Qualifier, AgentType.Architect, AgentType.Developer, AgentType.Writer];

    public static void CheckReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReasonLength)
            throw RunErrors.Invalid($"The reason of a flag must have 1 to {MaxReasonLength} characters.");
        CheckText("reason", reason);
    }

    public static void CheckKey(string key)
    {
        if (key.Length is 0 or > MaxKeyLength || key.Any(c => c is < '!' or > '~'))
            throw RunErrors.Invalid($"The Idempotency-Key must consist of 1 to {MaxKeyLength} visible ASCII characters.");
    }

    private static void CheckText(string name, string text)
    {
        if (!StoredText.IsStorable(text))
            throw RunErrors.Invalid($"The {name} must not contain NUL characters or unpaired surrogates.");
    }

    [GeneratedRegex(@"^(?!\.{1,2}/)[A-Za-z0-9._-]{1,100}/(?!\.{1,2}\z)[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex RepositoryPattern();
}
