/** Programs made up from seeds. */
package dev.bide.twins.generate;
