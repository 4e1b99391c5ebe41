/// First steps, one program for each question.
///
/// | question | program |
/// |---|---|
/// | How do I load a dataset that Python made? | [LoadDataset] |
/// | How do I read an array larger than memory? | [LargerThanMemory] |
///
/// How Java and Python work on one array at the same time is in `samples/python-roundtrip`.
@NullMarked
package io.github.npybridge.samples;

import org.jspecify.annotations.NullMarked;
