using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>Holds the model calls of one agent until the test opens the gate.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds the calls of an agent to a model that responds like all agents.</summary>
    public Gate(RunsFixture fixture, string agent) => fixture.Model.Respond = async (call, aborted) =>
    {
        if (Agents.NameOf(call) == agent)
        {
            _arrived.TrySetResult();
            await _opened.Task.WaitAsync(aborted);
        }
        return Agents.Respond(call);
    };

    /// <summary>Waits until the agent has called its model.</summary>
    public Task ArrivalAsync() => _arrived.Task.WithTimeout();

    public void Open() => _opened.TrySetResult();
}
