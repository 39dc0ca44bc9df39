namespace Vernier.Tests.Architecture.Samples.Circle.Right;

internal static class RightCallee
{
    public static string Text => "text";
}
