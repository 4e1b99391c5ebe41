/// What every module's build asks of its documentation.
package io.github.npybridge.format.docs;
