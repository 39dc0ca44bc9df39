namespace Vernier.Architecture.Tests.Samples;

/// <summary>Members of every kind, for the tests of API records.</summary>
public abstract class ApiSample(string name) : IComparable<ApiSample>
{
    public const double Limit = 1.5;

    public static readonly string?[]? Names = [];

    internal static readonly int Hidden = 1;

    public event EventHandler? Happened;

    public string Name { get; } = name;

    public required Dictionary<string, string?> Labels { get; init; }

    public int? Count { get; private set; }

    protected abstract double Value { get; set; }

    public int this[int index] => index;

    public int CompareTo(ApiSample? other) => 0;

    public static T Create<T>(in int count, out string? text, params ReadOnlySpan<string> values)
        where T : class, new()
    {
        text = null;
        return new();
    }

    public override string ToString() => Name;

    protected virtual void Raise(bool really = true, CancellationToken token = default) => Happened?.Invoke(this, EventArgs.Empty);

    protected internal ref int Reference(ref int value) => ref value;

    internal void NotSeen() => Count = 1;

    private protected void NotSeenEither()
    {
    }

    public enum Choice
    {
        One = 1,
        Two,
    }

    public interface IShape : IDisposable
    {
        double Area { get; }
    }

    public delegate T? Maker<T>(int count = 3)
        where T : struct, IShape;

    public sealed record Point(int X, string? Y) : IComparable
    {
        public int CompareTo(object? obj) => 0;
    }

    public readonly record struct Pair<T>(T First, List<T>? Second);

    public readonly ref struct View
    {
        public ReadOnlySpan<byte> Bytes { get; }
    }

    internal sealed class Internal;
}
