using Vernier.Architecture.Tests.Samples.Circle.Right;

namespace Vernier.Architecture.Tests.Samples.Circle.Left;

/// <summary>Only the body of a method in a closure leads out of this namespace.</summary>
internal static class LeftCaller
{
    public static Func<string> Later(int number) => () => RightCallee.Text + number;
}
