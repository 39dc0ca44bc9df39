using Vernier.Architecture.Tests.Samples.Circle.Right;

namespace Vernier.Architecture.Tests.Samples.Circle.Left;

/// <summary>Only the body of a closure refers to another folder.</summary>
internal static class LeftCaller
{
    public static Func<string> Later(int number) => () => RightCallee.Text + number;
}
