namespace Vernier.Architecture.Tests.Samples.Circle.Left;

internal static class LeftHeld
{
    internal enum Nested
    {
        One,
    }
}
