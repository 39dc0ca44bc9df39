namespace Vernier.Toolkit.Tests;

internal enum SampleMethod
{
    Get,
    Post,
}
