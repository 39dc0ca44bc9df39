namespace Vernier.Architecture.Tests.Samples.Circle.Right;

internal static class RightCallee
{
    public static string Text => "text";
}
