namespace Vernier.Tests.Architecture.Samples.Circle.Left;

internal static class LeftHeld
{
    internal enum Nested
    {
        One,
    }
}
