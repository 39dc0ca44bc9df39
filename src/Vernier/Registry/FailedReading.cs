using System.Runtime.ExceptionServices;
using Vernier.Families;

namespace Vernier.Registry;

/// <summary>A reading that failed, because its callback threw an exception or hangs.</summary>
internal sealed class FailedReading(Exception failure) : FamilyReading
{
    private readonly ExceptionDispatchInfo _failure = ExceptionDispatchInfo.Capture(failure);

    internal override void Apply() => _failure.Throw();
}
