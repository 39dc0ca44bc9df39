using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>A secret whose rotation a test controls.</summary>
internal sealed class ScriptedSecret(DateTimeOffset created, string? schedule = null) : IRotatedSecret
{
    private DateTimeOffset _last = created;

    public string Name => "scripted";

    public RotationSchedule? Schedule { get; } = schedule is null ? null : new RotationSchedule(schedule);

    public Func<CancellationToken, Task<DateTimeOffset>> Rotate { get; set; } = _ => Task.FromResult(created);

    public int Rotations { get; private set; }

    public Task<DateTimeOffset> LoadAsync(CancellationToken cancellation) => Task.FromResult(_last);

    public async Task<DateTimeOffset> RotateAsync(CancellationToken cancellation)
    {
        Rotations++;
        return _last = await Rotate(cancellation);
    }
}
