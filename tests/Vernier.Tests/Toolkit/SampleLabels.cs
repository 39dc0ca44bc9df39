using Vernier.Definitions;

namespace Vernier.Tests.Toolkit;

internal readonly record struct SampleLabels([property: Label(Description = "Of the request.")] SampleMethod Method);
