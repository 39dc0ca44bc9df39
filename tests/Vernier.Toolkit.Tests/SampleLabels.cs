namespace Vernier.Toolkit.Tests;

internal readonly record struct SampleLabels([property: Label(Description = "Of the request.")] SampleMethod Method);

internal enum SampleMethod
{
    Get,
    Post,
}
